// Which kafka.* properties are accepted, refused and explained.
#include "connectors/kafka/client_config.h"

#include <gmock/gmock.h>

namespace demarche::kafka {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<PropertyProblem> Check(Properties properties, Delivery delivery = Delivery::kExactlyOnce) {
  properties.emplace("bootstrap.servers", "localhost:9092");
  return CheckProperties(properties, delivery);
}

TEST(CheckProperties, AcceptsWhatDoesNoHarm) {
  EXPECT_THAT(Check({{"linger.ms", "20"}, {"fetch.min.bytes", "100"}, {"acks", "all"}, {"max.in.flight", "5"}}),
              IsEmpty());
  EXPECT_THAT(Check({{"enable.auto.commit", "false"}, {"isolation.level", "read_committed"}}), IsEmpty());
}

TEST(CheckProperties, RefusesWhatBreaksThePromise) {
  for (const auto& [name, value] : Properties{{"enable.auto.commit", "true"},
                                              {"enable.auto.offset.store", "true"},
                                              {"isolation.level", "read_uncommitted"},
                                              {"enable.idempotence", "false"},
                                              {"acks", "1"},
                                              {"request.required.acks", "0"},
                                              {"max.in.flight", "6"},
                                              {"transactional.id", "mine"},
                                              {"group.id", "mine"}}) {
    const auto problems = Check({{name, value}});
    ASSERT_THAT(problems, SizeIs(1)) << name;
    EXPECT_EQ(problems[0].property, name);
    EXPECT_THAT(problems[0].message, Not(IsEmpty()));
    EXPECT_THAT(problems[0].suggestion, Not(IsEmpty()));
  }
}

TEST(CheckProperties, NamesTheNearestKnownProperty) {
  const auto problems = Check({{"session.timeout.mss", "1000"}});
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems[0].suggestion, HasSubstr("'session.timeout.ms'"));
}

TEST(CheckProperties, PassesOnWhatLibrdkafkaSays) {
  const auto problems = Check({{"session.timeout.ms", "soon"}});
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems[0].message, HasSubstr("session.timeout.ms"));
}

TEST(CheckProperties, WantsABroker) {
  const auto problems = CheckProperties({}, Delivery::kExactlyOnce);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].property, "bootstrap.servers");
}

TEST(CheckProperties, PrintsNoSecret) {
  const auto problems = Check({{"ssl.key.pem", "hunter2"}, {"sasl.oauthbearer.config", std::string("\0hunter2", 8)}});
  for (const PropertyProblem& p : problems) {
    EXPECT_THAT(p.message, Not(HasSubstr("hunter2")));
    EXPECT_THAT(p.suggestion, Not(HasSubstr("hunter2")));
  }
  EXPECT_TRUE(IsSecret("sasl.password"));
  EXPECT_TRUE(IsSecret("ssl.key.password"));
  EXPECT_TRUE(IsSecret("sasl.oauthbearer.client.secret"));
  EXPECT_FALSE(IsSecret("sasl.username"));
}

TEST(EffectiveProperties, GoToTheSideThatTakesThem) {
  const Properties user{{"fetch.min.bytes", "7"}, {"linger.ms", "9"}, {"client.id", "x"}};
  const Properties consumer = EffectiveProperties(user, Side::kConsumer, Delivery::kExactlyOnce);
  const Properties producer = EffectiveProperties(user, Side::kProducer, Delivery::kExactlyOnce);
  EXPECT_EQ(consumer.at("fetch.min.bytes"), "7");
  EXPECT_EQ(consumer.count("linger.ms"), 0u);
  EXPECT_EQ(producer.at("linger.ms"), "9");
  EXPECT_EQ(producer.count("fetch.min.bytes"), 0u);
  EXPECT_EQ(consumer.at("client.id"), "x");
  EXPECT_EQ(producer.at("client.id"), "x");
  EXPECT_EQ(consumer.at("isolation.level"), "read_committed");
  EXPECT_EQ(producer.at("enable.idempotence"), "true");
}

TEST(EffectiveProperties, AreAcceptedByTheClient) {
  for (Side side : {Side::kConsumer, Side::kProducer}) {
    for (Delivery delivery : {Delivery::kExactlyOnce, Delivery::kAtLeastOnce}) {
      EXPECT_TRUE(MakeConf(EffectiveProperties({}, side, delivery)).ok());
    }
  }
}

}  // namespace
}  // namespace demarche::kafka
