package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.Selector;
import java.io.IOException;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Lists, then watches from that moment on; each watch is a short one that the cluster ends by
 * itself, so that its silence shows, and is taken up where it ended. After a break it lists again.
 */
final class KubernetesWatch implements ClusterWatch, OpenStreams.Stream {
  private static final Logger LOG = System.getLogger(KubernetesWatch.class.getName());
  private static final int MOST_WAITING = 1_000;
  private static final long LONGEST_EVENT = 64L << 20;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int GONE = 410;

  /** A watch that lasted so long was a sound one. */
  private static final Duration SOUND = Duration.ofMillis(500);

  private final ApiServer server;
  private final ObjectList objects;
  private final Selector selector;
  private final Duration silence;
  private final OpenStreams open;
  private final Handover<Change> changes = new Handover<>(MOST_WAITING);
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private volatile @Nullable Call call;
  private int failures;
  private boolean silenceTold;

  KubernetesWatch(
      ApiServer server, ObjectList objects, Selector selector, Duration silence, OpenStreams open) {
    this.server = server;
    this.objects = objects;
    this.selector = selector;
    this.silence = silence;
    this.open = open;
    open.add(this);
  }

  /** The cluster no longer knows the moment from which we wanted to go on. */
  private static final class MomentForgotten extends Exception {
    private static final long serialVersionUID = 1;
  }

  @Override
  public Optional<Change> next(Duration atMost) throws InterruptedException {
    begin();
    return changes.take(TimeUnit.NANOSECONDS.convert(atMost));
  }

  private void begin() {
    if (thread.get() != null || changes.isClosed()) {
      return;
    }
    Thread fresh = Thread.ofVirtual().name("watch " + selector.kind().name()).unstarted(this::run);
    if (thread.compareAndSet(null, fresh)) {
      fresh.start();
    }
  }

  private void run() {
    try {
      while (!changes.isClosed()) {
        listAndWatch();
        pause();
      }
    } catch (InterruptedException closed) {
      // By close(), which is the only end.
      return;
    }
  }

  private void listAndWatch() throws InterruptedException {
    try {
      ObjectList.Listing listing = objects.served(selector);
      tell(new Change.Listed(listing.objects()));
      silenceTold = false;
      watch(listing.resourceVersion());
    } catch (MomentForgotten listAgain) {
      failures++;
    } catch (DeployerException refused) {
      broken(String.valueOf(refused.getMessage()));
      failures +=
          refused instanceof ForbiddenException || refused instanceof NotFoundException ? 4 : 1;
    } catch (IOException broken) {
      broken("The cluster no longer tells what happens");
      failures++;
    } catch (RuntimeException unexpected) {
      // Whatever it is, who watches must not go on believing what is old.
      LOG.log(Level.ERROR, "The watch over " + selector.kind() + " failed", unexpected);
      broken("The watch failed: an internal error");
      failures++;
    }
  }

  private void broken(String why) throws InterruptedException {
    if (!silenceTold) {
      silenceTold = true;
      tell(new Change.Silent(why));
    }
  }

  private void tell(Change change) throws InterruptedException {
    if (!changes.put(change)) {
      throw new InterruptedException("closed");
    }
  }

  /** Less and less often, and not in step with others. */
  private void pause() throws InterruptedException {
    long most =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
    Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
  }

  /** Watch after watch, until one breaks. */
  private void watch(String from) throws IOException, InterruptedException, MomentForgotten {
    String moment = from;
    while (!changes.isClosed()) {
      long begun = System.nanoTime();
      moment = watchOnce(moment);
      boolean sound = System.nanoTime() - begun >= SOUND.toNanos();
      failures = sound ? 0 : failures + 1;
      if (!sound) {
        pause();
      }
    }
  }

  /** The moment up to which it told all. */
  private String watchOnce(String moment)
      throws IOException, InterruptedException, MomentForgotten {
    Call begun = server.watch(url(moment));
    call = begun;
    if (changes.isClosed()) {
      return moment;
    }
    try (Response response = server.begin(begun)) {
      if (!response.isSuccessful()) {
        throw refused(ApiAnswer.of(response));
      }
      return follow(response.body().source(), moment);
    }
  }

  private HttpUrl url(String moment) {
    return objects
        .url(selector)
        .addQueryParameter("watch", "true")
        .addQueryParameter("allowWatchBookmarks", "true")
        .addQueryParameter("timeoutSeconds", String.valueOf(Math.max(1, silence.toSeconds())))
        .addQueryParameter("resourceVersion", moment)
        .build();
  }

  private DeployerException refused(ApiAnswer answer) throws MomentForgotten {
    if (answer.code() == GONE) {
      throw new MomentForgotten();
    }
    return new Refusal(answer, "The watch over " + selector.kind().name(), ClusterWords.OPEN)
        .ofRead();
  }

  private String follow(BufferedSource events, String from)
      throws IOException, InterruptedException, MomentForgotten {
    String moment = from;
    while (!events.exhausted()) {
      Json event = JsonStream.read(new StringReader(events.readUtf8LineStrict(LONGEST_EVENT)));
      take(event.textAt("type").orElse(""), event.objectAt("object"));
      moment = event.textAt("object", "metadata", "resourceVersion").orElse(moment);
    }
    return moment;
  }

  private void take(String type, Json.Obj object)
      throws IOException, InterruptedException, MomentForgotten {
    switch (type) {
      case "ADDED", "MODIFIED" -> tell(object, Change.Changed::new);
      case "DELETED" -> tell(object, Change.Gone::new);
      case "BOOKMARK" -> {
        // Nothing happened; only the moment moves on.
      }
      case "ERROR" ->
          throw refused(new ApiAnswer(object.longAt("code").orElse(500L).intValue(), object));
      default -> throw new IOException("an unknown kind of event");
    }
  }

  private void tell(Json.Obj object, Function<LiveObject, Change> change)
      throws InterruptedException {
    Optional<LiveObject> live = LiveObjects.of(selector.kind(), object);
    if (live.isPresent()) {
      tell(change.apply(live.get()));
    }
  }

  /** Whether its thread still is there. */
  boolean isRunning() {
    Thread running = thread.get();
    return running != null && running.isAlive();
  }

  @Override
  public boolean isClosed() {
    return changes.isClosed();
  }

  @Override
  public void close() {
    changes.close();
    open.remove(this);
    Call current = call;
    if (current != null) {
      current.cancel();
    }
    Thread running = thread.get();
    if (running != null) {
      running.interrupt();
    }
  }
}
