package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.sse.ByteSink;
import io.benchmarkdeployer.app.web.sse.StreamBody;
import io.benchmarkdeployer.core.usecase.LogFollower;
import java.util.Optional;

/**
 * A log as it is sent; the follower is closed with it.
 *
 * @param kind what it is to who asked
 */
record LogBody(LogFollower follower, LogForm form, Kind kind) implements StreamBody {
  /** A client that takes nothing holds some hundred KiB. */
  static final Bound BOUND = new Bound(2_000, "%d logs are being sent already: close one of them");

  /** What a log is sent as. */
  sealed interface Kind {
    /** As it comes. What goes wrong is told in it. */
    record Live() implements Kind {}

    /**
     * As a file of what is there. Who gets less of it than there is must see that: its connection
     * is cut.
     */
    record File(boolean gzip, Optional<ByteRange.Found> range) implements Kind {}
  }

  static LogBody live(LogFollower follower, LogForm form) {
    return new LogBody(follower, form, new Kind.Live());
  }

  @Override
  public Bound bound() {
    return BOUND;
  }

  @Override
  public boolean isLive() {
    return kind instanceof Kind.Live;
  }

  @Override
  public boolean write(ByteSink sink, Pace pace) throws InterruptedException {
    return switch (kind) {
      case Kind.Live live -> {
        transfer(sink, pace);
        yield true;
      }
      case Kind.File file -> write(file, sink, pace);
    };
  }

  private boolean write(Kind.File file, ByteSink sink, Pace pace) throws InterruptedException {
    if (file.range().isEmpty()) {
      return transfer(file.gzip() ? new GzipSink(sink) : sink, pace);
    }
    var range = new RangeSink(sink, file.range().get());
    transfer(range, pace);
    return !range.isShort();
  }

  private boolean transfer(ByteSink sink, Pace pace) throws InterruptedException {
    return new LogTransfer(follower, form, pace, sink).run();
  }

  @Override
  public Optional<byte[]> lastWords(String why) {
    return isLive() ? Optional.of(form.error(why)) : Optional.empty();
  }

  @Override
  public void close() {
    follower.close();
  }
}
