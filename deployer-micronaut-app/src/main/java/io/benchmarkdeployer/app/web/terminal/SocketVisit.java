package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.app.web.error.ErrorTable;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.usecase.AttachSession;
import io.benchmarkdeployer.core.usecase.AttachSession.Attaching;
import io.benchmarkdeployer.core.usecase.Attachment;
import io.benchmarkdeployer.core.usecase.Attachment.Output;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stay at a session, on two virtual threads: one attaches and sends what is printed,
 * the other types. All that may wait is done here.
 */
final class SocketVisit {
  private static final Logger LOG = LoggerFactory.getLogger(SocketVisit.class);
  private static final int TYPED_AT_ONCE = 32 << 10;

  /** Of a char in UTF-8. */
  private static final int MOST_BYTES = 3;

  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

  private final AttachSession attach;
  private final SocketForm form;
  private final SocketMessageReader reader;
  private final SocketInput input;
  private final SocketOutput output;

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> threads = new HashSet<>();
  private boolean hasLeft;
  private Optional<Attachment> attached = Optional.empty();
  private Optional<TerminalSize> size = Optional.empty();
  private boolean wasToldToLookOnly;

  SocketVisit(
      AttachSession attach,
      SocketForm form,
      SocketMessageReader reader,
      SocketInput input,
      SocketOutput output) {
    this.attach = attach;
    this.form = form;
    this.reader = reader;
    this.input = input;
    this.output = output;
  }

  /** Something that waits. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  /** Begins; returns at once. */
  void start(AttachSession.Request request) {
    Thread.ofVirtual().name("terminal-output").start(() -> guarded(() -> stay(request)));
  }

  // Nobody else would hear of it.
  @SuppressWarnings("CatchingUnchecked")
  private void guarded(Work work) {
    try {
      work.run();
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
    } catch (DeployerException error) {
      refuse(error);
    } catch (RuntimeException | Error bug) {
      // Out of memory, too: a client whose typing nobody takes any more must not be left waiting.
      output.end(SocketEnd.BUG);
      LOG.error("A terminal's socket failed", bug);
    }
  }

  /** Sends the client away. */
  void refuse(DeployerException error) {
    LOG.debug("refused {}", ErrorTable.of(error).word(), error);
    output.say(form.problem(String.valueOf(error.getMessage())));
    output.end(SocketEnd.of(error));
  }

  /** The shell is started to its end even if the client has left: others may wait for it too. */
  private void stay(AttachSession.Request request) throws InterruptedException {
    switch (attach.run(request)) {
      case Attaching.Attached came -> stayAt(came.attachment());
      case Attaching.Ended ended -> tellEnd(ended.end());
    }
  }

  private void stayAt(Attachment attachment) throws InterruptedException {
    try (attachment) {
      if (isStill(Thread.currentThread())) {
        setAttached(attachment);
        Thread typist = Thread.ofVirtual().name("terminal-input").unstarted(() -> type(attachment));
        isStill(typist);
        typist.start();
        try {
          send(attachment);
        } finally {
          typist.interrupt();
        }
      }
    }
  }

  /** Whether the client is there; this thread is interrupted once it leaves. */
  private boolean isStill(Thread thread) {
    lock.lock();
    try {
      threads.add(thread);
      return !hasLeft;
    } finally {
      lock.unlock();
    }
  }

  private void setAttached(Attachment attachment) {
    lock.lock();
    try {
      attached = Optional.of(attachment);
      size.ifPresent(attachment::resize);
    } finally {
      lock.unlock();
    }
  }

  /** The client's terminal has this size; from any thread, returns at once. */
  void resize(TerminalSize other) {
    lock.lock();
    try {
      size = Optional.of(other);
      attached.ifPresent(attachment -> attachment.resize(other));
    } finally {
      lock.unlock();
    }
  }

  /** The client has left; from any thread, returns at once. Idempotent. */
  void leave() {
    lock.lock();
    try {
      hasLeft = true;
      threads.forEach(Thread::interrupt);
      input.close();
    } finally {
      lock.unlock();
    }
  }

  // What is printed.

  private void send(Attachment attachment) throws InterruptedException {
    output.setMostOnTheWay(attachment.kept());
    boolean goesOn = output.write(form.connected(attachment));
    long position = attachment.begin();
    while (goesOn) {
      switch (attachment.next()) {
        case Output.Printed printed -> {
          goesOn = send(printed.bytes(), position);
          position += printed.bytes().length;
        }
        case Output.Ended ended -> {
          tellEnd(ended.end());
          return;
        }
        case Output.TooSlow tooSlow -> goesOn = false;
        case Output.Closed closed -> {
          return;
        }
      }
    }
    output.end(SocketEnd.TOO_SLOW);
  }

  /** Whether the client took it. */
  private boolean send(byte[] printed, long position) throws InterruptedException {
    int sent = 0;
    while (sent < printed.length) {
      int wanted = Math.min(form.largestOutput(), printed.length - sent);
      int more = output.room(position + sent, wanted);
      boolean isTaken = more > 0 && sent(part(printed, sent, more));
      if (!isTaken) {
        return false;
      }
      sent += more;
    }
    return true;
  }

  private static byte[] part(byte[] bytes, int from, int length) {
    return length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
  }

  private boolean sent(byte[] printed) throws InterruptedException {
    return sent(form.output(printed));
  }

  private boolean sent(Optional<? extends WebSocketFrame> frame) throws InterruptedException {
    return frame.isEmpty() || output.write(frame.get());
  }

  private void tellEnd(SessionEnd end) throws InterruptedException {
    boolean isTaken = sent(form.rest()) && sent(form.ended(end)) && output.flush();
    output.end(isTaken ? form.close(end) : SocketEnd.TOO_SLOW);
  }

  // What is typed.

  private void type(Attachment attachment) {
    guarded(
        () -> {
          while (!Thread.interrupted()) {
            SocketInput.Item item = input.take();
            try {
              type(attachment, item);
            } finally {
              input.done(item);
            }
          }
        });
  }

  private void type(Attachment attachment, SocketInput.Item item) throws InterruptedException {
    if (!attachment.mayType()) {
      tellToLookOnly();
      return;
    }
    switch (item) {
      case SocketInput.Item.Typed typed -> attachment.type(typed.bytes());
      case SocketInput.Item.Message message -> type(attachment, joined(message.pieces()));
    }
  }

  private void tellToLookOnly() {
    if (!wasToldToLookOnly) {
      wasToldToLookOnly = true;
      output.say(form.problem("You may only look on in this session: what you type is not heard"));
    }
  }

  static byte[] joined(List<byte[]> pieces) {
    ByteBuffer whole = ByteBuffer.allocate(pieces.stream().mapToInt(piece -> piece.length).sum());
    pieces.forEach(whole::put);
    return whole.array();
  }

  /** A long message; of the short ones the event loop takes care. */
  private void type(Attachment attachment, byte[] message) throws InterruptedException {
    switch (reader.readLegacy(message)) {
      case SocketMessage.Input typed -> type(attachment, typed.text());
      case SocketMessage.Resize resize -> resize(resize.size());
      case SocketMessage.Ping ping -> output.say(form.pong());
      case SocketMessage.Ack ack -> output.acknowledge(ack.received());
      case SocketMessage.Malformed malformed -> output.say(form.problem(malformed.why()));
    }
  }

  /** Part by part, so that a long text is not there twice. */
  private static void type(Attachment attachment, String text) throws InterruptedException {
    CharsetEncoder encoder = encoder();
    CharBuffer left = CharBuffer.wrap(text);
    ByteBuffer part = ByteBuffer.allocate(TYPED_AT_ONCE);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      result = encoder.encode(left, part.clear(), true);
      attachment.type(Arrays.copyOf(part.array(), part.position()));
    }
  }

  /** Half a pair of surrogates is no character: it becomes the sign for that. */
  private static CharsetEncoder encoder() {
    return StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .replaceWith(REPLACEMENT);
  }

  /** A short text as bytes. */
  static byte[] bytes(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * MOST_BYTES);
    encoder().encode(CharBuffer.wrap(text), bytes, true);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
