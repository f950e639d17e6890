package io.benchmarkdeployer.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoConfigurationException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a URL leads to.
 *
 * @param patience how long to wait for the driver, which has given up by then
 */
record MongoTarget(MongoClientSettings settings, String database, Duration patience) {
  private static final String DATABASE = "deploy_db";
  private static final int CONNECTIONS = 32;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration OPERATION = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException where it is none; the message holds nothing of it, and so
   *     there is no cause either
   */
  static MongoTarget of(String url) {
    ConnectionString parsed = parse(url);
    Duration operation =
        Optional.ofNullable(parsed.getTimeout()).map(Duration::ofMillis).orElse(OPERATION);
    return new MongoTarget(
        settings(parsed, operation),
        Optional.ofNullable(parsed.getDatabase()).orElse(DATABASE),
        (operation.isZero() ? LONGEST : operation).plus(GRACE));
  }

  private static ConnectionString parse(String url) {
    try {
      return new ConnectionString(url);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "not a MongoDB URL: it shall look like mongodb://user:password@host:27017/database,"
              + " with special characters of the password percent-encoded");
    } catch (MongoConfigurationException notFound) {
      throw new IllegalArgumentException(
          "the hosts of a mongodb+srv:// URL can't be looked up in the DNS");
    }
  }

  /**
   * What is read must be what was confirmed last, and what was confirmed must last: whatever the
   * URL says of that.
   */
  private static MongoClientSettings settings(ConnectionString url, Duration operation) {
    var departures = new Departures();
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(url)
            .applicationName("benchmark-deployer")
            .writeConcern(WriteConcern.MAJORITY)
            .readConcern(ReadConcern.MAJORITY)
            .readPreference(ReadPreference.primary())
            .timeout(operation.toMillis(), TimeUnit.MILLISECONDS)
            .contextProvider(departures)
            .addCommandListener(departures);
    if (url.getServerSelectionTimeout() == null) {
      settings.applyToClusterSettings(
          cluster -> cluster.serverSelectionTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS));
    }
    if (url.getConnectTimeout() == null) {
      settings.applyToSocketSettings(
          socket -> socket.connectTimeout(CONNECT.toSeconds(), TimeUnit.SECONDS));
    }
    if (url.getMaxConnectionPoolSize() == null) {
      settings.applyToConnectionPoolSettings(pool -> pool.maxSize(CONNECTIONS));
    }
    return settings.build();
  }
}
