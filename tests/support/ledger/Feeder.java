// Feeder: writes input records for the tests, each acknowledged by all in-sync replicas, in order within a partition
// (idempotent producer) and whatever happens to the brokers meanwhile: it goes on trying for ten minutes.
// `feed` runs in a thread of its own, so that records keep coming while a test breaks something.
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

class Feeder {
  private final Map<String, Object> base;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
    Thread t = new Thread(work, "feed");
    t.setDaemon(true);
    return t;
  });
  private final List<Future<?>> feeds = new ArrayList<>();

  Feeder(Map<String, Object> base) {
    this.base = base;
  }

  KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = new HashMap<>(base);
    properties.put("linger.ms", "20");
    properties.put("request.timeout.ms", "10000");
    properties.put("delivery.timeout.ms", "600000");
    properties.put("max.block.ms", "600000");
    properties.put("max.request.size", Integer.toString(64 << 20));
    properties.put("buffer.memory", Integer.toString(96 << 20));
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  // Line i of the file (from 0): key i, to partition i modulo their number.
  void write(String topic, Path file) throws Exception {
    try (var producer = producer(); var input = Files.newBufferedReader(file)) {
      int partitions = producer.partitionsFor(topic).size();
      List<Future<?>> sent = new ArrayList<>();
      int i = 0;
      for (String line = input.readLine(); line != null; line = input.readLine(), ++i) {
        sent.add(producer.send(
            new ProducerRecord<>(topic, i % partitions, bytes(Integer.toString(i)), bytes(line))));
      }
      producer.flush();
      for (var s : sent) s.get();
    }
  }

  // Lines first..last-1 of the file, each PARTITION TAB KEY TAB VALUE, `rate` a second (0: as fast as it goes), behind
  // what was fed before.
  void feed(String topic, Path file, int first, int last, int rate) {
    feeds.add(thread.submit(() -> {
      List<String> lines = Files.readAllLines(file).subList(first, last);
      try (var producer = producer()) {
        List<Future<?>> sent = new ArrayList<>();
        long began = System.nanoTime();
        for (String line : lines) {
          String[] words = line.split("\t", 3);
          sent.add(producer.send(
              new ProducerRecord<>(topic, Integer.parseInt(words[0]), bytes(words[1]), bytes(words[2]))));
          long due = rate == 0 ? 0 : began + sent.size() * 1_000_000_000L / rate - System.nanoTime();
          if (due > 10_000_000) Thread.sleep(due / 1_000_000);
        }
        producer.flush();
        for (var s : sent) s.get();
      }
      return null;
    }));
  }

  // Waits until everything is fed, and fails if something could not be.
  void fed() throws Exception {
    List<Future<?>> awaited = List.copyOf(feeds);
    feeds.clear();
    for (var feed : awaited) feed.get();
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

  static byte[] bytes(String s) {
    return s.equals("\\0") ? null : s.getBytes(StandardCharsets.UTF_8);
  }
}
