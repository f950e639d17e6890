package io.benchmarkdeployer.testkit.contract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * What every {@link io.benchmarkdeployer.core.port.ExecPort} does. An adapter's test extends it and
 * says which terminals; the behaviours stand in the interfaces, by subject. What they type is plain
 * {@code sh}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ExecContract
    implements ShellBehaviour, TypingBehaviour, PrintingBehaviour, EndingBehaviour {
  private @Nullable ExecUnderTest exec;
  private @Nullable ExecScene scene;

  /** Opens what is tested; once for all tests of the class. */
  protected abstract ExecUnderTest open();

  @BeforeAll
  final void openExec() {
    exec = open();
  }

  @BeforeEach
  final void setScene() {
    scene = new ExecScene(exec());
  }

  @AfterEach
  final void clearScene() {
    scene().clear();
  }

  @AfterAll
  final void closeExec() {
    exec().close();
  }

  @Override
  public final ExecUnderTest exec() {
    if (exec == null) {
      throw new IllegalStateException("what is tested is opened before the first test");
    }
    return exec;
  }

  @Override
  public final ExecScene scene() {
    if (scene == null) {
      throw new IllegalStateException("the scene is set before each test");
    }
    return scene;
  }
}
