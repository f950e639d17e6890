package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.model.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a caller shows, and who it says that the caller is. */
public record AccessToken(Caller caller, String secret) {

  /** Those of {@code DEPLOYER_TOKENS} and of the file that {@code DEPLOYER_TOKENS_FILE} names. */
  static List<AccessToken> all(Variables variables) {
    var tokens = new ArrayList<AccessToken>();
    tokens.addAll(parse("DEPLOYER_TOKENS", variables.list("DEPLOYER_TOKENS").orElse(List.of())));
    variables
        .text("DEPLOYER_TOKENS_FILE")
        .ifPresent(file -> tokens.addAll(parse("DEPLOYER_TOKENS_FILE", lines(file))));
    refuseTwice(tokens);
    return tokens;
  }

  /** A file that holds none would leave the service open: that can't be meant. */
  private static List<String> lines(String file) {
    String name = "DEPLOYER_TOKENS_FILE";
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      List<String> entries =
          lines
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
      return entries.isEmpty() ? Variables.refuse(name, "names a file without tokens") : entries;
    } catch (IOException | RuntimeException unreadable) {
      if (unreadable instanceof SettingException known) {
        throw known;
      }
      return Variables.refuse(name, "names a file that can't be read as text");
    }
  }

  private static List<AccessToken> parse(String variable, List<String> entries) {
    var tokens = new ArrayList<AccessToken>();
    for (int i = 0; i < entries.size(); i++) {
      tokens.add(parse(variable, entries.get(i), i + 1));
    }
    return tokens;
  }

  private static AccessToken parse(String variable, String entry, int number) {
    String[] parts = entry.split("=", 2);
    boolean right =
        parts.length == 2
            && parts[0].strip().matches("[\\x21-\\x7e]{1,100}")
            && parts[1].strip().matches("[\\x21-\\x7e]{1,4096}");
    return right
        ? new AccessToken(new Caller(parts[0].strip()), parts[1].strip())
        : Variables.refuse(
            variable, "has an entry (number %d) that is not name=token".formatted(number));
  }

  private static void refuseTwice(List<AccessToken> tokens) {
    Set<String> seen = new HashSet<>();
    for (AccessToken token : tokens) {
      if (!seen.add(token.secret())) {
        Variables.refuse("DEPLOYER_TOKENS", "gives one token to two names");
      }
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AccessToken of " + caller.name();
  }
}
