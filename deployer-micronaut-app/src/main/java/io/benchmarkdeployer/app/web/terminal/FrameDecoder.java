package io.benchmarkdeployer.app.web.terminal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Reads a client's WebSocket frames (RFC 6455) and hands them on piece by piece: nothing but a
 * header or a control frame is ever held back, however long a frame says that it is. In the place
 * of Netty's own decoder, which holds whole frames and bounds no message.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  /** The longest message: 16 MiB typed as one, each character written as an escape of two. */
  static final long LONGEST_MESSAGE = 32L << 20;

  private static final int LONGEST_CONTROL = 125;
  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final byte[] mask = new byte[4];
  private boolean isOver;
  private boolean isWithinMessage;
  private boolean isText;
  private boolean isFinal;
  private long messageLength;
  private long left;
  private int masked;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (isOver) {
      in.skipBytes(in.readableBytes());
    } else if (left > 0) {
      out.add(piece(in));
    } else {
      begin(in, out);
    }
  }

  private Frame piece(ByteBuf in) {
    byte[] bytes = unmasked(in, (int) Math.min(left, in.readableBytes()));
    left -= bytes.length;
    return data(bytes);
  }

  private Frame data(byte[] bytes) {
    boolean isLast = isFinal && left == 0;
    isWithinMessage = !isLast;
    return new Frame.Data(isText, isLast, bytes);
  }

  private byte[] unmasked(ByteBuf in, int length) {
    var bytes = new byte[length];
    in.readBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] ^= mask[(masked + i) & 3];
    }
    masked = (masked + length) & 3;
    return bytes;
  }

  private void begin(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 2) {
      return;
    }
    int first = in.getUnsignedByte(in.readerIndex());
    int second = in.getUnsignedByte(in.readerIndex() + 1);
    check((first & RESERVED) == 0, "no extension was agreed on");
    check((second & MASKED) != 0, "a client masks its frames");
    int opcode = first & 0x0F;
    if (opcode >= CLOSE) {
      control(opcode, (first & FINAL) != 0, second & 0x7F, in, out);
    } else {
      message(opcode, (first & FINAL) != 0, second & 0x7F, in, out);
    }
  }

  private void check(boolean holds, String rule) {
    if (!holds) {
      throw broken(SocketEnd.protocol(rule));
    }
  }

  private FrameException broken(SocketEnd end) {
    isOver = true;
    return new FrameException(end);
  }

  private void control(int opcode, boolean isWhole, int length, ByteBuf in, List<Object> out) {
    check(isWhole && length <= LONGEST_CONTROL, "a control frame is short and whole");
    check(opcode <= PONG, "this opcode is unknown");
    if (in.readableBytes() < 2 + mask.length + length) {
      return;
    }
    in.skipBytes(2);
    readMask(in);
    byte[] bytes = unmasked(in, length);
    out.add(
        switch (opcode) {
          case PING -> new Frame.Ping(bytes);
          case PONG -> new Frame.Pong();
          default -> close();
        });
  }

  private Frame close() {
    isOver = true;
    return new Frame.Close();
  }

  private void readMask(ByteBuf in) {
    in.readBytes(mask);
    masked = 0;
  }

  private void message(int opcode, boolean isWhole, int shortLength, ByteBuf in, List<Object> out) {
    check(opcode <= BINARY, "this opcode is unknown");
    check((opcode == CONTINUATION) == isWithinMessage, "a message ends before the next begins");
    int extended = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
    if (in.readableBytes() < 2 + extended + mask.length) {
      return;
    }
    in.skipBytes(2);
    long length =
        switch (extended) {
          case 2 -> in.readUnsignedShort();
          case 8 -> in.readLong();
          default -> shortLength;
        };
    readMask(in);
    beginFrame(opcode, isWhole, length);
    if (length == 0) {
      out.add(data(new byte[0]));
    }
  }

  private void beginFrame(int opcode, boolean isWhole, long length) {
    check(length >= 0, "a frame has no negative length");
    if (opcode != CONTINUATION) {
      isText = opcode == TEXT;
      messageLength = 0;
    }
    isWithinMessage = true;
    isFinal = isWhole;
    left = length;
    // Not by their sum, which could overflow.
    if (length > LONGEST_MESSAGE - messageLength) {
      throw broken(SocketEnd.tooBig("a message has at most 32 MiB"));
    }
    messageLength += length;
  }
}
