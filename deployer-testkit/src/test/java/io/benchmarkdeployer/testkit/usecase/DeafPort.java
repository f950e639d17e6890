package io.benchmarkdeployer.testkit.usecase;

import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port, and the stores that it hands out, that go deaf: from then on no call is answered. One
 * whose thread is interrupted takes that for the end of its time, and leaves no trace of it.
 */
final class DeafPort<T> implements AutoCloseable {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

  private final AtomicInteger waiting = new AtomicInteger();
  private final CountDownLatch hearing = new CountDownLatch(1);
  private final T port;
  private volatile boolean deaf;

  DeafPort(Class<T> type, T living) {
    this.port = around(type, living);
  }

  T port() {
    return port;
  }

  void goDeaf() {
    deaf = true;
  }

  /** Calls that wait for an answer. */
  int waiting() {
    return waiting.get();
  }

  /** Lets go of all who wait, so that nothing is left behind. */
  @Override
  public void close() {
    deaf = false;
    hearing.countDown();
  }

  private <P> P around(Class<P> type, Object living) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (deaf) {
            awaitNothing();
          }
          Object answer = answer(living, method, arguments);
          Class<?> store = method.getReturnType();
          return store.getName().endsWith("Store") ? around(store, answer) : answer;
        };
    return type.cast(
        Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
  }

  private void awaitNothing() {
    waiting.incrementAndGet();
    try {
      boolean unused = hearing.await(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException swallowed) {
      // As in a driver that knows of timeouts only.
    } finally {
      waiting.decrementAndGet();
    }
    throw new UnavailableException(How.SILENT, "no answer");
  }

  private static Object answer(Object living, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(living, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
