package io.benchmarkdeployer.testkit.contract;

/** What the behaviours of a cluster's contract stand on. */
interface Behaviour {
  ClusterUnderTest cluster();

  ClusterScene scene();
}
