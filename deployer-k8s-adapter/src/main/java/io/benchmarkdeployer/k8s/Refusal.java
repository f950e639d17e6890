package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An answer of the API server that says no (the Kubernetes API's {@code Status}), in our words.
 *
 * @param about what was asked for, for the message: {@code Job default/test}
 * @param words what the cluster's own words may become
 */
record Refusal(ApiAnswer answer, String about, ClusterWords words) {

  /** What it means for a question. */
  DeployerException ofRead() {
    return switch (answer.code()) {
      case 401, 403 -> forbidden();
      case 404 -> new NotFoundException(about + " was not found");
      case 409 -> new ConflictException(said());
      case 400, 405, 406, 410, 413, 415, 422 -> rejected();
      default -> unavailable();
    };
  }

  /** What it means for a write. */
  DeployerException ofWrite() {
    return switch (answer.code()) {
      case 401 -> forbidden();
      case 403 -> hasCause("NamespaceTerminating") ? conflict() : forbidden();
      case 404 -> rejected();
      case 409 -> conflict();
      case 413 ->
          new LimitException(
              LimitException.Limit.SIZE, about + " is larger than the cluster takes");
      case 400, 405, 406, 415, 422 -> rejected();
      case 429, 503 -> unavailable();
      default -> serverError();
    };
  }

  /** Whether it is about the UID that was asked for: the object of that name is another one. */
  private boolean isOfUid() {
    return causes().anyMatch(cause -> cause.textAt("field").equals(Optional.of("metadata.uid")));
  }

  private boolean hasCause(String reason) {
    return causes().anyMatch(cause -> cause.textAt("reason").equals(Optional.of(reason)));
  }

  private Stream<Json> causes() {
    return answer.body().itemsAt("details", "causes").stream();
  }

  /** What it means for a write that is only tried: nothing was changed, whatever happened. */
  DeployerException ofTrial() {
    DeployerException meant = ofWrite();
    return meant instanceof UnknownOutcomeException ? unavailable() : meant;
  }

  /**
   * Whether the object is another one than was asked for: there, or not there, or of another UID.
   */
  boolean isOfIdentity() {
    boolean other = answer.code() == 409 && !hasCause("FieldManagerConflict") && namesIt();
    return other || (answer.code() == 422 && isOfUid());
  }

  /** A conflict over something else, as a quota, names that. */
  private boolean namesIt() {
    return answer
        .body()
        .textAt("details", "name")
        .filter(name -> about.endsWith("/" + name) || about.endsWith(" " + name))
        .isPresent();
  }

  /** Older API servers say 500 to what is wrong in the object itself. */
  private DeployerException serverError() {
    if (ClusterWords.areOfBadObject(answer.message())) {
      return rejected();
    }
    return ClusterWords.areOfWebhook(answer.message()) ? unavailable() : unknown();
  }

  private ForbiddenException forbidden() {
    return new ForbiddenException(said());
  }

  private ConflictException conflict() {
    return new ConflictException(said(), problems());
  }

  private RejectedException rejected() {
    return new RejectedException(RejectedException.By.CLUSTER, said(), problems());
  }

  private UnavailableException unavailable() {
    return new UnavailableException(
        UnavailableException.How.UNREACHABLE,
        "The cluster can't serve now (HTTP %d); try again later".formatted(answer.code()));
  }

  private UnknownOutcomeException unknown() {
    return new UnknownOutcomeException(
        "%s: the cluster failed on the way and may have done it all the same, look it up: %s"
            .formatted(about, words.of(answer)));
  }

  private String said() {
    List<Problem> problems = problems();
    if (problems.isEmpty()) {
      return about + ": " + words.of(answer);
    }
    Problem first = problems.getFirst();
    String more = problems.size() > 1 ? " (and %d more)".formatted(problems.size() - 1) : "";
    String path = first.path().isEmpty() ? "" : first.path() + ": ";
    return about + ": " + path + first.message() + more;
  }

  private List<Problem> problems() {
    return causes().map(this::problem).distinct().limit(100).toList();
  }

  private Problem problem(Json cause) {
    String field = cause.textAt("field").orElse("");
    return Problem.at(field.startsWith(".") ? field.substring(1) : field, words.ofCause(cause));
  }
}
