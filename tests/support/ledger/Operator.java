// Operator: what a person does to a cluster with Kafka's admin tools: topics made, deleted and given more partitions,
// rights withdrawn and given back; and what such a person looks up: who leads, who coordinates, are all replicas there.
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

class Operator {
  private final Admin admin;

  Operator(Admin admin) {
    this.admin = admin;
  }

  void create(List<String> words) throws Exception {
    Map<String, String> config = new HashMap<>();
    for (String w : words.subList(2, words.size())) config.put(w.split("=", 2)[0], w.split("=", 2)[1]);
    String name = words.get(0);
    int partitions = Integer.parseInt(words.get(1));
    admin.createTopics(List.of(new NewTopic(name, partitions, (short) -1).configs(config))).all().get();
    await(name, topic -> topic.partitions().size() == partitions);
  }

  void delete(String name) throws Exception {
    admin.deleteTopics(List.of(name)).all().get();
    while (admin.listTopics().names().get().contains(name)) Thread.sleep(20);
  }

  void grow(String name, int partitions) throws Exception {
    admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
    await(name, topic -> topic.partitions().size() == partitions);
  }

  // Every replica of every topic is in sync again.
  void whole() throws Exception {
    for (String name : admin.listTopics(new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true))
             .names().get()) {
      await(name, topic -> topic.partitions().stream().allMatch(
          p -> p.leader() != null && p.isr().size() == p.replicas().size()));
    }
  }

  int leader(String topic, int partition) throws Exception {
    return describe(topic).partitions().get(partition).leader().id();
  }

  int groupCoordinator(String group) throws Exception {
    return admin.describeConsumerGroups(List.of(group)).all().get().get(group).coordinator().id();
  }

  int transactionCoordinator(String id) throws Exception {
    return admin.describeTransactions(List.of(id)).description(id).get().coordinatorId();
  }

  // Takes or gives back one right of one user on one resource: TOPIC, GROUP or TRANSACTIONAL_ID.
  void right(boolean withdraw, String user, String type, String name, String operation) throws Exception {
    var binding = new AclBinding(new ResourcePattern(ResourceType.fromString(type), name, PatternType.LITERAL),
        new AccessControlEntry("User:" + user, "*", AclOperation.fromString(operation), AclPermissionType.DENY));
    if (withdraw) admin.createAcls(List.of(binding)).all().get();
    else admin.deleteAcls(List.of(binding.toFilter())).all().get();
  }

  private TopicDescription describe(String topic) throws Exception {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
  }

  // What the controller has done is known to a broker a little later. Waits for a minute at most.
  private void await(String topic, Predicate<TopicDescription> condition) throws Exception {
    for (long deadline = System.nanoTime() + 60_000_000_000L;; Thread.sleep(20)) {
      try {
        if (condition.test(describe(topic))) return;
      } catch (ExecutionException e) {
        if (System.nanoTime() > deadline) throw e;
      }
      if (System.nanoTime() > deadline) throw new IllegalStateException(topic + " is not as it should be for a minute");
    }
  }
}
