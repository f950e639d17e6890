package io.benchmarkdeployer.testkit.contract;

/** What the behaviours of the contract of terminals stand on. */
interface ExecBehaviour {
  ExecUnderTest exec();

  ExecScene scene();
}
