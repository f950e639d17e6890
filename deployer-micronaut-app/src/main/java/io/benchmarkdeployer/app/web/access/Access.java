package io.benchmarkdeployer.app.web.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call a route, or all routes of a controller. A route without it is closed to all. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Access {
  Rule value();

  /** Who may. */
  enum Rule {
    /** Everybody: probes carry no token. */
    OPEN,
    /** Whoever shows a token, where tokens are set. */
    TOKEN
  }
}
