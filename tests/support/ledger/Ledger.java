// Ledger: Apache Kafka's own Java client as the hand and eye of the integration and fault tests, so that nothing of ours and
// nothing of librdkafka judges our results. One process serves one broker:
//
//   java -cp CLASSPATH Ledger BOOTSTRAP        commands on standard input, a line each, words separated by tabs:
//     write   TOPIC FILE                       Feeder.java: records in; `fed` waits for what `feed` does by and by
//     feed    TOPIC FILE FIRST LAST RATE
//     fed
//     send    TOPIC PARTITION KEY VALUE [NAME=VALUE..]   one record with headers; "\0" stands for null
//     records TOPIC..                          every record that a read_committed reader sees, once no transaction is open
//     offsets GROUP TOPIC                      by partition: committed (-1: none), end (last stable offset)
//     members GROUP                            how many members the group has
//     create  TOPIC PARTITIONS [NAME=VALUE..]  Operator.java: from here on
//     delete  TOPIC
//     grow    TOPIC PARTITIONS
//     whole                                    waits until all replicas of all topics are in sync
//     leader  TOPIC PARTITION                  {"node":N}; coordinators likewise
//     coordinator group NAME | transaction ID
//     withdraw|restore USER TOPIC|GROUP|TRANSACTIONAL_ID NAME OPERATION
// Answers are JSON lines, then {"done":N} with the number of lines, or {"error":"..."}.
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

public class Ledger {
  private final Map<String, Object> base;
  private final Admin admin;
  private final Feeder feeder;
  private final Operator operator;
  private final BufferedWriter out =
      new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 20);
  private long lines;

  Ledger(String bootstrap) {
    base = Map.of("bootstrap.servers", bootstrap, "request.timeout.ms", "10000", "reconnect.backoff.max.ms", "500");
    admin = Admin.create(base);
    feeder = new Feeder(base);
    operator = new Operator(admin);
  }

  public static void main(String[] args) throws Exception {
    Ledger ledger = new Ledger(args[0]);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      ledger.lines = 0;
      try {
        ledger.run(line.split("\t", -1));
        ledger.out.write("{\"done\":" + ledger.lines + "}\n");
      } catch (Exception e) {
        ledger.out.write("{\"error\":" + json(String.valueOf(e)) + "}\n");
      }
      ledger.out.flush();
    }
  }

  void run(String[] words) throws Exception {
    List<String> rest = List.of(words).subList(1, words.length);
    switch (words[0]) {
      case "write" -> feeder.write(rest.get(0), Path.of(rest.get(1)));
      case "feed" -> feeder.feed(rest.get(0), Path.of(rest.get(1)), Integer.parseInt(rest.get(2)),
          Integer.parseInt(rest.get(3)), Integer.parseInt(rest.get(4)));
      case "fed" -> feeder.fed();
      case "send" -> feeder.send(rest);
      case "records" -> records(rest);
      case "offsets" -> offsets(rest.get(0), rest.get(1));
      case "members" -> print("{\"members\":"
          + admin.describeConsumerGroups(rest).all().get().get(rest.get(0)).members().size() + "}");
      case "create" -> operator.create(rest);
      case "delete" -> operator.delete(rest.get(0));
      case "grow" -> operator.grow(rest.get(0), Integer.parseInt(rest.get(1)));
      case "whole" -> operator.whole();
      case "leader" -> node(operator.leader(rest.get(0), Integer.parseInt(rest.get(1))));
      case "coordinator" -> node(rest.get(0).equals("group") ? operator.groupCoordinator(rest.get(1))
                                                             : operator.transactionCoordinator(rest.get(1)));
      case "withdraw", "restore" ->
          operator.right(words[0].equals("withdraw"), rest.get(0), rest.get(1), rest.get(2), rest.get(3));
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    }
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(base);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("max.poll.records", "5000");
    return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static List<TopicPartition> partitionsOf(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (var p : consumer.partitionsFor(topic)) partitions.add(new TopicPartition(topic, p.partition()));
    return partitions;
  }

  // Not with a consumer: KafkaConsumer.committed() waits for transactions that a killed process has left open.
  void offsets(String group, String topic) throws Exception {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (var p : admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()) {
      latest.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest());
    }
    var ends = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all().get();
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    for (TopicPartition p : latest.keySet()) {
      var c = committed.get(p);
      print("{\"partition\":" + p.partition() + ",\"committed\":" + (c == null ? -1 : c.offset()) + ",\"end\":"
          + ends.get(p).offset() + "}");
    }
  }

  void node(int id) throws Exception {
    print("{\"node\":" + id + "}");
  }

  void records(List<String> topics) throws Exception {
    try (var consumer = consumer()) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) partitions.addAll(partitionsOf(consumer, topic));
      Map<TopicPartition, Long> ends = settledEnds(consumer, partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) print(describe(record));
      }
    }
  }

  // A commit is answered before its markers are written to every partition; until then a reader stops before them. Waits
  // until no transaction is open on the partitions, at most for the time-out of one that nobody ends.
  Map<TopicPartition, Long> settledEnds(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions) throws Exception {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicPartition p : partitions) latest.put(p, OffsetSpec.latest());
    for (long deadline = System.nanoTime() + 90_000_000_000L;; Thread.sleep(20)) {
      var written = admin.listOffsets(latest).all().get();
      Map<TopicPartition, Long> stable = consumer.endOffsets(partitions);
      boolean settled = partitions.stream().allMatch(p -> stable.get(p) >= written.get(p).offset());
      if (settled || System.nanoTime() > deadline) return stable;
    }
  }

  static String describe(ConsumerRecord<byte[], byte[]> r) {
    StringBuilder b = new StringBuilder("{\"topic\":" + json(r.topic()) + ",\"partition\":" + r.partition()
        + ",\"offset\":" + r.offset() + ",\"timestamp\":" + r.timestamp() + ",\"key\":" + json(text(r.key()))
        + ",\"value\":" + json(text(r.value())) + ",\"headers\":[");
    String separator = "";
    for (Header h : r.headers()) {
      b.append(separator).append("[" + json(h.key()) + "," + json(text(h.value())) + "]");
      separator = ",";
    }
    return b.append("]}").toString();
  }

  void print(String line) throws Exception {
    out.write(line);
    out.write('\n');
    ++lines;
  }

  static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  static String json(String s) {
    if (s == null) return "null";
    StringBuilder b = new StringBuilder("\"");
    for (char c : s.toCharArray()) {
      if (c == '"' || c == '\\') b.append('\\').append(c);
      else if (c < 0x20 || Character.isSurrogate(c)) b.append(String.format("\\u%04x", (int) c));
      else b.append(c);
    }
    return b.append('"').toString();
  }
}
