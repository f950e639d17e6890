package io.benchmarkdeployer.mongo;

import com.mongodb.RequestContext;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.reactivestreams.client.ReactiveContextProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * Tells each {@link Answer} when its command goes out. A failure before that has changed nothing;
 * one after it may have.
 */
final class Departures implements ReactiveContextProvider, CommandListener {
  /** The driver wraps the subscriber, but asks for its context on the thread that subscribes. */
  private static final ThreadLocal<Answer<?>> ASKING = new ThreadLocal<>();

  static void watch(Answer<?> answer, Runnable subscription) {
    ASKING.set(answer);
    try {
      subscription.run();
    } finally {
      ASKING.remove();
    }
  }

  @Override
  public RequestContext getContext(Subscriber<?> subscriber) {
    var context = new MapContext(new ConcurrentHashMap<>());
    Answer<?> asking = ASKING.get();
    if (asking != null) {
      asking.watch();
      context.put(Answer.class, asking);
    }
    return context;
  }

  @Override
  public void commandStarted(CommandStartedEvent event) {
    RequestContext context = event.getRequestContext();
    if (context != null
        && context.getOrDefault((Object) Answer.class, null) instanceof Answer<?> answer) {
      answer.depart();
    }
  }

  /** The driver asks for all this and uses little of it. */
  private record MapContext(Map<Object, Object> values) implements RequestContext {
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> @Nullable T get(Object key) {
      return (T) values.get(key);
    }

    @Override
    public boolean hasKey(Object key) {
      return values.containsKey(key);
    }

    @Override
    public boolean isEmpty() {
      return values.isEmpty();
    }

    @Override
    public void put(Object key, Object value) {
      values.put(key, value);
    }

    @Override
    public void delete(Object key) {
      values.remove(key);
    }

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public Stream<Map.Entry<Object, Object>> stream() {
      return values.entrySet().stream();
    }
  }
}
