package io.benchmarkdeployer.k8s;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches and logs that are open, to be ended with the cluster. */
final class OpenStreams {
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

  /** One of them; it takes itself out when it is closed. */
  interface Stream {
    void close();
  }

  void add(Stream stream) {
    streams.add(stream);
  }

  void remove(Stream stream) {
    streams.remove(stream);
  }

  void closeAll() {
    streams.forEach(Stream::close);
  }
}
