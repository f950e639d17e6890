package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MongoTargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "http://user:hunter2@localhost",
        "mongodb://",
        "mongodb://user:hunter2:more@localhost/db",
        "mongodb://user:hunter2/x@localhost/db",
        "mongodb://user:hunter2@localhost:port/db",
        "mongodb://user:hunter2@localhost:99999/db",
        "mongodb://user:hunter2@localhost/db?timeoutMS=hunter2",
        "mongodb://user:hunter2@localhost/db?authMechanism=hunter2",
        "mongodb://localhost\n:hunter2"
      })
  void aMalformedUrlIsRefusedInOneLineWithoutAnythingOfIt(String url) {
    assertThatThrownBy(() -> MongoState.open(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mongodb://")
        .hasMessageNotContainingAny("hunter2", "\n")
        .hasNoCause();
  }

  @Test
  void theDatabaseIsThatOfTheUrlOrTheOldService() {
    assertThat(MongoTarget.of("mongodb://localhost").database()).isEqualTo("deploy_db");
    assertThat(MongoTarget.of("mongodb://localhost/?replicaSet=rs0").database())
        .isEqualTo("deploy_db");
    assertThat(MongoTarget.of("mongodb://localhost/other").database()).isEqualTo("other");
  }

  @Test
  void callsEndInFiveSecondsUnlessTheUrlSaysOtherwise() {
    var plain = MongoTarget.of("mongodb://localhost").settings();
    assertThat(plain.getTimeout(TimeUnit.SECONDS)).isEqualTo(5);
    assertThat(plain.getClusterSettings().getServerSelectionTimeout(TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(plain.getSocketSettings().getConnectTimeout(TimeUnit.SECONDS)).isEqualTo(2);
    var patient =
        MongoTarget.of(
            "mongodb://localhost/?timeoutMS=9000&serverSelectionTimeoutMS=8000&connectTimeoutMS=7000");
    assertThat(patient.settings().getTimeout(TimeUnit.SECONDS)).isEqualTo(9);
    assertThat(patient.patience()).isGreaterThan(Duration.ofSeconds(9));
    var cluster = patient.settings().getClusterSettings();
    assertThat(cluster.getServerSelectionTimeout(TimeUnit.SECONDS)).isEqualTo(8);
    var socket = patient.settings().getSocketSettings();
    assertThat(socket.getConnectTimeout(TimeUnit.SECONDS)).isEqualTo(7);
  }

  @Test
  void everyWaitHasAnEndEvenWhereTheUrlSaysNone() {
    assertThat(MongoTarget.of("mongodb://localhost/?timeoutMS=0").patience())
        .isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void writesAreConfirmedByAMajorityAndReadsComeFromThePrimaryWhateverTheUrlSays() {
    var settings = MongoTarget.of("mongodb://localhost/?w=0&readPreference=secondary").settings();
    assertThat(settings.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY);
    assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
    assertThat(settings.getRetryWrites()).isTrue();
  }
}
