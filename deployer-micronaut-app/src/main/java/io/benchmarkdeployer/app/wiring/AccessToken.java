package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.model.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a caller shows, and who it says that the caller is. */
public record AccessToken(Caller caller, String secret) {
  private static final String TOKENS_FILE = "DEPLOYER_TOKENS_FILE";

  /** Those of {@code DEPLOYER_TOKENS} and of the file that {@code DEPLOYER_TOKENS_FILE} names. */
  static List<AccessToken> all(Variables variables) {
    var tokens = new ArrayList<AccessToken>();
    tokens.addAll(parse("DEPLOYER_TOKENS", variables.list("DEPLOYER_TOKENS").orElse(List.of())));
    variables.text(TOKENS_FILE).ifPresent(file -> tokens.addAll(parse(TOKENS_FILE, lines(file))));
    refuseTwice(tokens);
    return tokens;
  }

  /** A file that holds none would leave the service open: that can't be meant. */
  private static List<String> lines(String file) {
    List<String> entries =
        read(file)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    Variables.require(!entries.isEmpty(), TOKENS_FILE, "names a file without tokens");
    return entries;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException unreadable) {
      throw new SettingException(TOKENS_FILE, "names a file that can't be read as text");
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
    Variables.require(
        right, variable, "has an entry (number %d) that is not name=token".formatted(number));
    return new AccessToken(new Caller(parts[0].strip()), parts[1].strip());
  }

  private static void refuseTwice(List<AccessToken> tokens) {
    Set<String> seen = new HashSet<>();
    for (AccessToken token : tokens) {
      Variables.require(
          seen.add(token.secret()), "DEPLOYER_TOKENS", "gives one token to two names");
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AccessToken of " + caller.name();
  }
}
