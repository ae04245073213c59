// Ledger: Apache Kafka's own Java client as the hand and eye of the integration tests, so that nothing of ours and
// nothing of librdkafka judges our results. One process serves one broker:
//
//   java -cp CLASSPATH Ledger BOOTSTRAP        commands on standard input, a line each, words separated by tabs:
//     create  TOPIC PARTITIONS [NAME=VALUE..]  makes a topic
//     write   TOPIC FILE                       line i of FILE (from 0): key i, to partition i modulo their number
//     send    TOPIC PARTITION KEY VALUE [NAME=VALUE..]   one record with headers; "\0" stands for null
//     records TOPIC..                          every record that a read_committed reader sees, once no transaction is open
//     offsets GROUP TOPIC                      by partition: committed (-1: none), end (last stable offset)
//     members GROUP                            how many members the group has
// Answers are JSON lines, then {"done":N} with the number of lines, or {"error":"..."}.
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class Ledger {
  private final Map<String, Object> base;
  private final Admin admin;
  private final BufferedWriter out =
      new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 20);
  private long lines;

  Ledger(String bootstrap) {
    base = Map.of("bootstrap.servers", bootstrap, "request.timeout.ms", "30000");
    admin = Admin.create(base);
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
      case "create" -> create(rest);
      case "write" -> write(rest.get(0), Path.of(rest.get(1)));
      case "send" -> send(rest);
      case "records" -> records(rest);
      case "offsets" -> offsets(rest.get(0), rest.get(1));
      case "members" -> print("{\"members\":"
          + admin.describeConsumerGroups(rest).all().get().get(rest.get(0)).members().size() + "}");
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    }
  }

  void create(List<String> words) throws Exception {
    Map<String, String> config = new HashMap<>();
    for (String w : words.subList(2, words.size())) config.put(w.split("=", 2)[0], w.split("=", 2)[1]);
    var topic = new NewTopic(words.get(0), Integer.parseInt(words.get(1)), (short) -1).configs(config);
    admin.createTopics(List.of(topic)).all().get();
    while (true) {  // the controller knows it; wait until the broker does
      try {
        admin.describeTopics(List.of(words.get(0))).allTopicNames().get();
        return;
      } catch (java.util.concurrent.ExecutionException e) {
        Thread.sleep(20);
      }
    }
  }

  KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = new HashMap<>(base);
    properties.put("linger.ms", "20");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void write(String topic, Path file) throws Exception {
    try (var producer = producer(); var input = Files.newBufferedReader(file)) {
      int partitions = producer.partitionsFor(topic).size();
      List<java.util.concurrent.Future<?>> sent = new ArrayList<>();
      int i = 0;
      for (String line = input.readLine(); line != null; line = input.readLine(), ++i) {
        sent.add(producer.send(
            new ProducerRecord<>(topic, i % partitions, bytes(Integer.toString(i)), bytes(line))));
      }
      producer.flush();
      for (var s : sent) s.get();
    }
  }

  void send(List<String> words) throws Exception {
    try (var producer = producer()) {
      var record = new ProducerRecord<>(words.get(0), Integer.parseInt(words.get(1)), bytes(words.get(2)),
          bytes(words.get(3)));
      for (String w : words.subList(4, words.size())) {
        record.headers().add(w.split("=", 2)[0], bytes(w.split("=", 2)[1]));
      }
      producer.send(record).get();
    }
  }

  KafkaConsumer<byte[], byte[]> consumer(String group) {
    Map<String, Object> properties = new HashMap<>(base);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("max.poll.records", "5000");
    if (group != null) properties.put("group.id", group);
    return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static List<TopicPartition> partitionsOf(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (var p : consumer.partitionsFor(topic)) partitions.add(new TopicPartition(topic, p.partition()));
    return partitions;
  }

  void offsets(String group, String topic) throws Exception {
    try (var consumer = consumer(group)) {
      List<TopicPartition> partitions = partitionsOf(consumer, topic);
      var ends = consumer.endOffsets(partitions);
      // Not KafkaConsumer.committed(): that waits for transactions that a killed process has left open.
      var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      for (TopicPartition p : partitions) {
        var c = committed.get(p);
        print("{\"partition\":" + p.partition() + ",\"committed\":" + (c == null ? -1 : c.offset()) + ",\"end\":"
            + ends.get(p) + "}");
      }
    }
  }

  void records(List<String> topics) throws Exception {
    try (var consumer = consumer(null)) {
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

  static byte[] bytes(String s) {
    return s.equals("\\0") ? null : s.getBytes(StandardCharsets.UTF_8);
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
