package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster's own words, made fit for a person: without dumps of whole objects and, where they
 * are about a Secret, without anything that could be one of its values.
 */
enum ClusterWords {
  /** Whatever is not a Secret. */
  OPEN {
    @Override
    String of(ApiAnswer answer) {
      String message = answer.message();
      return message.isEmpty() ? "HTTP " + answer.code() : shortened(withoutDump(message));
    }

    @Override
    String ofCause(Json cause) {
      return shortened(withoutDump(cause.textAt("message").orElse("is refused")));
    }
  },

  /** A Secret: only words that are known to quote none of it. */
  SECRET {
    @Override
    String of(ApiAnswer answer) {
      boolean harmless = answer.code() == 401 || answer.code() == 404 || answer.code() == 409;
      return harmless && !answer.message().isEmpty() ? OPEN.of(answer) : known(answer.message());
    }

    @Override
    String ofCause(Json cause) {
      return switch (cause.textAt("reason").orElse("")) {
        case "FieldManagerConflict", "NamespaceTerminating" -> OPEN.ofCause(cause);
        default -> withoutQuotes(withoutDump(cause.textAt("message").orElse("is refused")));
      };
    }
  };

  private static final int LONGEST = 1_000;

  /** {@code Invalid value: core.PodTemplateSpec{...}: field is immutable}. */
  private static final Pattern DUMP =
      Pattern.compile("(value): [\\w.&*\\[\\]]*\\{.*\\}: ", Pattern.DOTALL);

  /** {@code .data.x: expected string, got &value.valueUnstructured{...}}. */
  private static final Pattern GOT = Pattern.compile(", got &?\\w.*", Pattern.DOTALL);

  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|`[^`]*`", Pattern.DOTALL);

  private static final List<Pattern> KNOWN =
      List.of(
          Pattern.compile("\\.[\\w.\\[\\]-]+: expected \\w+"),
          Pattern.compile("illegal base64 data at input byte \\d+"),
          Pattern.compile("admission webhook \"[\\w.-]+\" denied the request"),
          Pattern.compile("exceeded quota: [\\w.-]+"),
          Pattern.compile("[Uu]ser \"[^\"]*\" cannot \\w+ resource \"\\w+\""),
          Pattern.compile("the namespace of the provided object does not match"));

  /** The whole answer, where it names no causes. */
  abstract String of(ApiAnswer answer);

  /** One of the answer's causes. */
  abstract String ofCause(Json cause);

  static ClusterWords about(Kind kind) {
    return kind.isSecret() ? SECRET : OPEN;
  }

  /** The object can't be read as what it says it is: older clusters answer this with 500. */
  static boolean areOfBadObject(String message) {
    return message.startsWith("failed to create typed patch object")
        || message.startsWith("failed to convert new object")
        || message.startsWith("failed to create manager for existing fields");
  }

  /** Nothing is there, and the cluster can't pass over a resourceVersion when it creates. */
  static boolean areOfNothingThere(String message) {
    return message.contains("resourceVersion should not be set on objects to be created");
  }

  /** Something that the cluster asks before it stores anything did not answer. */
  static boolean areOfWebhook(String message) {
    return message.startsWith("Internal error occurred: failed calling webhook")
        || message.startsWith("Internal error occurred: failed calling admission webhook");
  }

  private static String known(String message) {
    return KNOWN.stream()
        .map(pattern -> pattern.matcher(message))
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst()
        .orElse("refused; the cluster's reason is withheld, it may quote the Secret's values");
  }

  private static String withoutDump(String message) {
    return GOT.matcher(DUMP.matcher(message).replaceAll("$1: ")).replaceAll("");
  }

  private static String withoutQuotes(String message) {
    return shortened(QUOTED.matcher(message).replaceAll("…"));
  }

  private static String shortened(String message) {
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
  }
}
