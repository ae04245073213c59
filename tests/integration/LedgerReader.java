// LedgerReader: what a read_committed reader sees on topics, by Apache Kafka's own Java client, so that nothing of ours
// and nothing of librdkafka judges our results. Run as a single source file:
//
//   java -cp CLASSPATH LedgerReader.java BOOTSTRAP records TOPIC...   every record up to the end that the topic has now:
//       {"topic":..,"partition":..,"offset":..,"timestamp":..,"key":K,"value":V,"headers":[[NAME,V],..]}
//       K, V: null, a string (UTF-8; bytes that are none become U+FFFD)
//   java -cp CLASSPATH LedgerReader.java BOOTSTRAP offsets GROUP TOPIC   {"partition":..,"committed":..,"end":..}
//       committed -1: none; end: the last stable offset
import java.nio.charset.StandardCharsets;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

public class LedgerReader {
  static final BufferedWriter out =
      new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 20);

  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", args[0]);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("group.id", args[1].equals("offsets") ? args[2] : "ledger-reader");
    properties.put("max.poll.records", "5000");
    try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      if (args[1].equals("offsets")) {
        offsets(consumer, args[3]);
      } else {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 2; i < args.length; ++i) partitions.addAll(partitionsOf(consumer, args[i]));
        records(consumer, partitions);
      }
    }
    out.flush();
  }

  static List<TopicPartition> partitionsOf(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (var p : consumer.partitionsFor(topic)) partitions.add(new TopicPartition(topic, p.partition()));
    return partitions;
  }

  static void offsets(KafkaConsumer<byte[], byte[]> consumer, String topic) throws Exception {
    List<TopicPartition> partitions = partitionsOf(consumer, topic);
    var ends = consumer.endOffsets(partitions);
    var committed = consumer.committed(new HashSet<>(partitions));
    for (TopicPartition p : partitions) {
      var c = committed.get(p);
      out.write("{\"partition\":" + p.partition() + ",\"committed\":" + (c == null ? -1 : c.offset()) + ",\"end\":"
          + ends.get(p) + "}\n");
    }
  }

  static void records(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) throws Exception {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    while (!partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p))) {
      for (var record : consumer.poll(Duration.ofMillis(200))) print(record);
    }
  }

  static void print(ConsumerRecord<byte[], byte[]> r) throws Exception {
    out.write("{\"topic\":" + json(r.topic().getBytes(StandardCharsets.UTF_8)) + ",\"partition\":" + r.partition()
        + ",\"offset\":" + r.offset() + ",\"timestamp\":" + r.timestamp() + ",\"key\":" + json(r.key())
        + ",\"value\":" + json(r.value()) + ",\"headers\":[");
    String separator = "";
    for (Header h : r.headers()) {
      out.write(separator + "[" + json(h.key().getBytes(StandardCharsets.UTF_8)) + "," + json(h.value()) + "]");
      separator = ",";
    }
    out.write("]}\n");
  }

  static String json(byte[] bytes) {
    if (bytes == null) return "null";
    StringBuilder b = new StringBuilder("\"");
    for (char c : new String(bytes, StandardCharsets.UTF_8).toCharArray()) {
      if (c == '"' || c == '\\') b.append('\\').append(c);
      else if (c < 0x20 || Character.isSurrogate(c)) b.append(String.format("\\u%04x", (int) c));
      else b.append(c);
    }
    return b.append('"').toString();
  }
}
