package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.Lease;

/** A lease as it is written. */
final class LeaseFields {
  static final String HOLDER = "holder";
  static final String UNTIL = "until";

  private LeaseFields() {}

  static Fields write(Lease lease) {
    return new Fields().put(HOLDER, lease.holder()).put(UNTIL, lease.until());
  }

  static Lease read(Fields fields) {
    return new Lease(fields.text(HOLDER), fields.time(UNTIL));
  }
}
