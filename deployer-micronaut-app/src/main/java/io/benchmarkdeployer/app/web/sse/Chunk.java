package io.benchmarkdeployer.app.web.sse;

/** Some bytes of an answer, one object for all whom they are sent to; never to be changed. */
public final class Chunk implements StreamSource.Part {
  static final Chunk EMPTY = new Chunk(new byte[0]);

  private final byte[] bytes;

  /** Takes the array over. */
  public Chunk(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Not a copy. */
  byte[] bytes() {
    return bytes;
  }
}
