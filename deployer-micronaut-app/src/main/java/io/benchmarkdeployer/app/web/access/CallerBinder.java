package io.benchmarkdeployer.app.web.access;

import io.benchmarkdeployer.core.model.Caller;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Hands the caller that {@link AccessFilter} let in to the routes that ask for one. */
@Singleton
public final class CallerBinder implements TypedRequestArgumentBinder<Caller> {
  private static final String ATTRIBUTE = "benchmark-deployer.caller";

  static void set(HttpRequest<?> request, Caller caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }

  /** Who was let in with this request, for those who are handed the request alone. */
  public static Caller callerOf(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, Caller.class)
        .orElseThrow(() -> new IllegalStateException("nobody was let in with this request"));
  }

  @Override
  public Argument<Caller> argumentType() {
    return Argument.of(Caller.class);
  }

  @Override
  public BindingResult<Caller> bind(
      ArgumentConversionContext<Caller> context, HttpRequest<?> request) {
    Optional<Caller> caller = request.getAttribute(ATTRIBUTE, Caller.class);
    return () -> caller;
  }
}
