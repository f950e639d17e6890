package io.benchmarkdeployer.testkit.junit;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link InMemory} does. */
public final class InMemoryExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(InMemoryExtension.class);
  private static final Set<Class<?>> TYPES =
      Set.of(
          MemoryCluster.class,
          ScriptedContainers.class,
          ExecPort.class,
          MemoryState.class,
          Deployer.class,
          ManualClock.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return world(context).get(type);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    World world = context.getStore(NAMESPACE).remove(World.class, World.class);
    if (world != null) {
      List<String> left = world.close();
      if (!left.isEmpty() && context.getExecutionException().isEmpty()) {
        throw new AssertionError("the test left open: " + String.join(", ", left));
      }
    }
  }

  private static World world(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(World.class, any -> new World(wantsClock(context)), World.class);
  }

  private static boolean wantsClock(ExtensionContext context) {
    return Arrays.asList(context.getRequiredTestMethod().getParameterTypes())
        .contains(ManualClock.class);
  }
}
