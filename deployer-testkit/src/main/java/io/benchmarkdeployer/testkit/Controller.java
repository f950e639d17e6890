package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;

/** Brings what is to what shall be, for objects of some kinds, whenever something changed. */
interface Controller {
  boolean handles(Kind kind);

  /** Under the cluster's lock. */
  void sync(LiveObject object);
}
