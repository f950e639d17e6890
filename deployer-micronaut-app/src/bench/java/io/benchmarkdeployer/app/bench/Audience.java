package io.benchmarkdeployer.app.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Viewers of one log, however many, on one thread: the machine's other core is the service's. */
final class Audience implements AutoCloseable {
  private static final int KERNEL_BUFFER = 256 << 10;

  private final Selector selector = Selector.open();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final EventReader.Desk desk = new EventReader.Desk();
  private int watching;

  Audience() throws IOException {}

  /** Comes in addition. */
  void join(int port, String path, Viewer viewer) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n\r\n"
            .formatted(path, port);
    channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, viewer);
    watching++;
  }

  /** Reads for so long, or until all have seen the log's end; fails where one is cut off. */
  void watch(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    while (watching > 0 && System.nanoTime() < end) {
      selector.select(this::read, 100);
    }
  }

  private void read(SelectionKey key) {
    try {
      Viewer viewer = (Viewer) key.attachment();
      if (readSome((SocketChannel) key.channel(), viewer)) {
        key.cancel();
        watching--;
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Whether it has ended. */
  private boolean readSome(SocketChannel channel, Viewer viewer) throws IOException {
    ByteBuffer raw = desk.raw().clear();
    if (channel.read(raw) < 0) {
      throw new EOFException(
          "the service closed a stream after %d lines".formatted(viewer.lines()));
    }
    raw.flip();
    viewer.read(desk);
    return viewer.hasEnded();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
