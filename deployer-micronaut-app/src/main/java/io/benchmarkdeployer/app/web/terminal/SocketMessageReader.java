package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.app.web.terminal.SocketMessage.Ack;
import io.benchmarkdeployer.app.web.terminal.SocketMessage.Input;
import io.benchmarkdeployer.app.web.terminal.SocketMessage.Malformed;
import io.benchmarkdeployer.app.web.terminal.SocketMessage.Ping;
import io.benchmarkdeployer.app.web.terminal.SocketMessage.Resize;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads clients' text messages, in both forms of the WebSocket. Any thread may call. */
@Singleton
final class SocketMessageReader {
  private static final Argument<JsonNode> TREE = Argument.of(JsonNode.class);

  /** Beyond it a double skips whole numbers; no session prints as much. */
  private static final double MOST = 1L << 53;

  private final JsonMapper json;

  SocketMessageReader(JsonMapper json) {
    this.json = json;
  }

  /** In the legacy form: what is no JSON object is typed as it is. */
  SocketMessage readLegacy(byte[] message) {
    return text(message)
        .map(text -> object(text).map(this::legacy).orElseGet(() -> new Input(text)))
        .orElseGet(SocketMessageReader::notUtf8);
  }

  /** In our form: input comes in binary, so text is for control alone. */
  SocketMessage readControl(byte[] message) {
    return text(message)
        .map(
            text ->
                object(text)
                    .map(this::control)
                    .orElseGet(() -> new Malformed("A text message must be a JSON object")))
        .orElseGet(SocketMessageReader::notUtf8);
  }

  private static SocketMessage notUtf8() {
    return new Malformed("The message is not UTF-8");
  }

  private static Optional<String> text(byte[] message) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(message)).toString());
    } catch (CharacterCodingException foreign) {
      return Optional.empty();
    }
  }

  /** The object that the text is, as a whole: in an array nothing can stand behind it unseen. */
  private Optional<JsonNode> object(String text) {
    String bare = text.strip();
    if (!bare.startsWith("{") || !bare.endsWith("}")) {
      return Optional.empty();
    }
    try {
      JsonNode array = json.readValue("[" + text + "]", TREE);
      return Optional.ofNullable(array)
          .filter(found -> found.size() == 1)
          .map(found -> found.get(0))
          .filter(JsonNode::isObject);
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  private SocketMessage legacy(JsonNode object) {
    return switch (type(object)) {
      case "input" -> input(object);
      case "resize" -> resize(object);
      case "ping" -> new Ping();
      default -> new Malformed("The type must be input, resize or ping");
    };
  }

  private SocketMessage control(JsonNode object) {
    return switch (type(object)) {
      case "resize" -> resize(object);
      case "ping" -> new Ping();
      case "ack" -> ack(object);
      default -> new Malformed("The type must be resize, ping or ack; input comes in binary");
    };
  }

  private static String type(JsonNode object) {
    JsonNode type = object.get("type");
    return type != null && type.isString() ? type.getStringValue() : "";
  }

  private static SocketMessage input(JsonNode object) {
    JsonNode data = object.get("data");
    return data != null && data.isString()
        ? new Input(data.getStringValue())
        : new Malformed("data must be a string");
  }

  private static SocketMessage resize(JsonNode object) {
    OptionalDouble rows = whole(object, "rows", 1);
    OptionalDouble columns = whole(object, "cols", 1);
    return rows.isPresent() && columns.isPresent()
        ? new Resize(TerminalSize.clamped((long) rows.getAsDouble(), (long) columns.getAsDouble()))
        : new Malformed("rows and cols must be whole numbers from 1 on");
  }

  private static SocketMessage ack(JsonNode object) {
    OptionalDouble received = whole(object, "received", 0);
    return received.isPresent()
        ? new Ack((long) received.getAsDouble())
        : new Malformed("received must be a number of bytes");
  }

  /** A double: of a number of a billion digits nothing else is made in no time. */
  private static OptionalDouble whole(JsonNode object, String name, int least) {
    JsonNode number = object.get(name);
    if (number == null || !number.isNumber()) {
      return OptionalDouble.empty();
    }
    double value = Math.min(number.getDoubleValue(), MOST);
    return value >= least && value == Math.rint(value)
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }
}
