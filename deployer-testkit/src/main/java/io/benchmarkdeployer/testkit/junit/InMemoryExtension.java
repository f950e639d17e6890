package io.benchmarkdeployer.testkit.junit;

import io.benchmarkdeployer.testkit.ManualClock;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link InMemory} does. */
public final class InMemoryExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(InMemoryExtension.class);

  /** Constructors and what runs once for a class belong to no test: nobody would close for them. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return World.TYPES.contains(parameter.getParameter().getType())
        && context.getTestMethod().isPresent();
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
    return Stream.concat(context.getTestMethod().stream(), around(context.getRequiredTestClass()))
        .flatMap(method -> Arrays.stream(method.getParameterTypes()))
        .anyMatch(ManualClock.class::equals);
  }

  /** What runs before and after each test of the class. */
  private static Stream<Method> around(Class<?> test) {
    return Stream.<Class<?>>iterate(test, type -> type != null, Class::getSuperclass)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(
            method ->
                method.isAnnotationPresent(BeforeEach.class)
                    || method.isAnnotationPresent(AfterEach.class));
  }
}
