package io.benchmarkdeployer.mongo;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteError;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonMaximumSizeExceededException;
import org.reactivestreams.Publisher;

/** Asks the database and waits; what goes wrong comes out as one of our own exceptions. */
final class MongoCalls {
  /**
   * The server gave up in the middle (MongoDB Manual, "Error Codes"): Interrupted,
   * InterruptedAtShutdown, InterruptedDueToReplStateChange, PrimarySteppedDown, ShutdownInProgress,
   * ExceededTimeLimit, MaxTimeMSExpired, WriteConcernFailed (and timed out).
   */
  private static final Set<Integer> CUT_SHORT = Set.of(11601, 11600, 11602, 189, 91, 262, 50, 64);

  /** BSONObjectTooLarge, and two codes of older servers for the same. */
  private static final Set<Integer> TOO_LARGE = Set.of(10334, 17419, 17420);

  private static final String RECORD = "the record";

  /** DuplicateKey. */
  static final int DUPLICATE = 11000;

  private final Duration wait;
  private volatile boolean closed;

  MongoCalls(Duration wait) {
    this.wait = wait;
  }

  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  <T> List<T> read(Supplier<Publisher<T>> question) {
    return read(question, wait);
  }

  <T> List<T> read(Supplier<Publisher<T>> question, Duration atMost) {
    Answer<T> answer = ask(question);
    try {
      return answer.await(atMost);
    } catch (MongoException failed) {
      throw unavailable(failed, answer.isSent());
    }
  }

  /**
   * The one answer to a write.
   *
   * @throws MongoWriteException where the database refused it for its content
   */
  <T> T write(Supplier<Publisher<T>> question) {
    Answer<T> answer = ask(question);
    try {
      return answer.await(wait).getFirst();
    } catch (MongoWriteException refused) {
      throw isTooLarge(refused.getError()) ? tooLarge(RECORD) : refused;
    } catch (MongoException failed) {
      throw failedWrite(failed, answer.isSent());
    }
  }

  /** What of a bulk of writes was refused; empty where all went well. */
  <T> Optional<MongoBulkWriteException> refusalsOf(Supplier<Publisher<T>> bulk) {
    Answer<T> answer = ask(bulk);
    try {
      answer.await(wait);
      return Optional.empty();
    } catch (MongoBulkWriteException refused) {
      return Optional.of(refused);
    } catch (MongoException failed) {
      throw unavailable(failed, answer.isSent());
    }
  }

  /** The driver won't even put a question together once its client was closed. */
  private <T> Answer<T> ask(Supplier<Publisher<T>> question) {
    refuseIfClosed();
    try {
      return Answer.to(question.get());
    } catch (IllegalStateException refused) {
      refuseIfClosed();
      throw refused;
    }
  }

  void refuseIfClosed() {
    if (closed) {
      throw new UnavailableException(How.UNREACHABLE, "The connection to the database was closed");
    }
  }

  private static boolean isTooLarge(WriteError error) {
    return TOO_LARGE.contains(error.getCode());
  }

  /**
   * What is thrown where this does not fit into the database.
   *
   * @param what with an article, for a person
   */
  static LimitException tooLarge(String what) {
    return new LimitException(
        LimitException.Limit.SIZE, what + " is larger than the database takes (16 MiB)");
  }

  private static DeployerException failedWrite(MongoException failed, boolean sent) {
    if (failed.getCause() instanceof BsonMaximumSizeExceededException) {
      return tooLarge(RECORD);
    }
    boolean unknown =
        switch (failed) {
          case MongoWriteConcernException notConfirmed -> true;
          case MongoNotPrimaryException notDone -> false;
          case MongoCommandException answer -> CUT_SHORT.contains(answer.getErrorCode());
          default -> sent;
        };
    return unknown
        ? new UnknownOutcomeException(
            "The database did not confirm a write: it may have happened", failed)
        : unavailable(failed, sent);
  }

  static UnavailableException unavailable(MongoException failed, boolean sent) {
    return switch (failed) {
      case MongoSecurityException denied ->
          new UnavailableException(
              How.UNREACHABLE, "The database does not accept our credentials", failed);
      case MongoCommandException answer when isRefusal(answer) ->
          new UnavailableException(
              How.UNREACHABLE,
              "The database refused a command (%s)".formatted(answer.getErrorCodeName()),
              failed);
      case MongoInterruptedException interrupted ->
          new UnavailableException(
              How.SILENT, "Interrupted while waiting for the database", failed);
      default ->
          isTimeout(failed) && sent
              ? new UnavailableException(How.SILENT, "The database did not answer in time", failed)
              : new UnavailableException(How.UNREACHABLE, "The database can't be reached", failed);
    };
  }

  /** Whether this is an answer, and the same would come again. */
  static boolean isRefusal(MongoException failed) {
    return failed instanceof DuplicateKeyException
        || (failed instanceof MongoCommandException answer
            && !CUT_SHORT.contains(answer.getErrorCode()));
  }

  private static boolean isTimeout(MongoException failed) {
    return failed instanceof MongoTimeoutException
        || failed instanceof MongoExecutionTimeoutException
        || failed instanceof MongoSocketReadTimeoutException;
  }
}
