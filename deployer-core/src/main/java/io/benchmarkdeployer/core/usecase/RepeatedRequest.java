package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.IdempotencyKey;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.RejectedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request with an idempotency key: tells a repetition from another request under the same key.
 */
final class RepeatedRequest {
  private static final Pattern RULE = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final DeploymentStore store;
  private final DeployRequest request;
  private final Limits limits;
  private final String key;

  RepeatedRequest(DeploymentStore store, String clientKey, DeployRequest request, Limits limits) {
    if (!RULE.matcher(clientKey).matches()) {
      String message = "an idempotency key is 1 to 255 printable ASCII characters without spaces";
      throw new RejectedException(
          RejectedException.By.READER, message, List.of(Problem.at("Idempotency-Key", message)));
    }
    this.store = store;
    this.request = request;
    this.limits = limits;
    this.key = request.caller().name() + ":" + clientKey;
  }

  /** The key to be recorded with a new deployment. */
  IdempotencyKey key() {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    return new IdempotencyKey(key, fingerprint(HexFormat.of().formatHex(salt)));
  }

  /** The deployment that this request made before, once it is settled. */
  Optional<Deployment> earlier() {
    return store.findByIdempotencyKey(key).map(this::answerOf);
  }

  /** What the holder of our key answers: its deployment, where it came of the same content. */
  Deployment answerOf(Deployment holder) {
    if (!holder.idempotencyKey().filter(this::isOfThisContent).isPresent()) {
      throw new RejectedException(
          RejectedException.By.CLUSTER,
          "this Idempotency-Key was used for another content; use a new key for a new request");
    }
    return settled(holder);
  }

  private Deployment settled(Deployment holder) {
    boolean settled =
        Pauses.until(() -> now(holder).state() != DeploymentState.PENDING, limits.repetition());
    Deployment now = now(holder);
    if (!settled || now.state() == DeploymentState.FAILED) {
      throw new ConflictException(
          "the first request with this Idempotency-Key is %s (deployment %s); repeat it later"
              .formatted(settled ? "failed" : "still under way", holder.id()));
    }
    return now;
  }

  private Deployment now(Deployment holder) {
    return store.find(holder.id()).orElse(holder);
  }

  private boolean isOfThisContent(IdempotencyKey recorded) {
    String salt = recorded.fingerprint().split(":", 2)[0];
    return MessageDigest.isEqual(bytes(recorded.fingerprint()), bytes(fingerprint(salt)));
  }

  private String fingerprint(String salt) {
    MessageDigest digest = sha256();
    for (String part :
        List.of(salt, request.namespace().orElse(""), request.label().orElse(""), request.yaml())) {
      digest.update(bytes(part.length() + ":" + part));
    }
    return salt + ":" + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
