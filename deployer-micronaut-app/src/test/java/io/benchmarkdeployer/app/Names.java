package io.benchmarkdeployer.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page calls otherwise than the service that a test runs: ids, names of pods, times. A name
 * of the page stands for one and the same of the service wherever it is shown; it is learned where
 * it is first answered, and put into later commands. Times only have the same form.
 */
final class Names {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z";
  private static final String UUID = "\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b";
  private static final String TICKET = "\\b[0-9a-f]{64}\\b";
  private static final String SESSION = "\\b[0-9a-f]{32}\\b";
  private static final String CURSOR = UUID + "-\\d+\\b";

  /** Kubernetes ends generated names with letters that make no words. */
  private static final String POD = "\\b[a-z][a-z0-9-]*-[bcdfghjklmnpqrstvwxz2-9]{5}\\b";

  private static final String UPTIME =
      "(?<=\"uptime\": \")[\\d dhms]+|(?<=\"uptime_seconds\": )\\d+";
  private static final String FREE = TIME + "|" + UPTIME;
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<free>%s)|(?<cursor>%s)|(?<uuid>%s)|(?<ticket>%s)|(?<session>%s)|(?<pod>%s)|(?<any>\\.\\.\\.)"
              .formatted(FREE, CURSOR, UUID, TICKET, SESSION, POD));

  private final Map<String, String> actual = new HashMap<>();

  /** A command of the page, with the service's names. */
  String put(String command) {
    Matcher token = TOKEN.matcher(command);
    return token.replaceAll(
        found -> Matcher.quoteReplacement(actual.getOrDefault(found.group(), found.group())));
  }

  /**
   * Whether the service's answer is what the page shows; learns the names in it where it is. Three
   * dots in the page stand for anything: alone in a line for any lines.
   */
  boolean match(String shown, String answered) {
    return match(shown, answered, Matcher::matches);
  }

  /** The same of an answer that may go on. */
  boolean matchBeginning(String shown, String answered) {
    return match(shown, answered, Matcher::lookingAt);
  }

  private boolean match(String shown, String answered, Predicate<Matcher> how) {
    var fresh = new ArrayList<String>();
    Matcher matcher = Pattern.compile(pattern(shown, fresh)).matcher(answered);
    if (!how.test(matcher)) {
      return false;
    }
    for (int i = 0; i < fresh.size(); i++) {
      actual.put(fresh.get(i), matcher.group(i + 1));
    }
    return true;
  }

  private String pattern(String shown, List<String> fresh) {
    var pattern = new StringBuilder();
    for (String line : shown.lines().toList()) {
      if (line.equals("...")) {
        pattern.append("(?:[^\\n]*\\n)*?");
      } else {
        pattern.append(linePattern(line, fresh)).append("\\n");
      }
    }
    return pattern.toString();
  }

  private String linePattern(String line, List<String> fresh) {
    var pattern = new StringBuilder();
    Matcher token = TOKEN.matcher(line);
    int from = 0;
    while (token.find()) {
      pattern.append(Pattern.quote(line.substring(from, token.start())));
      pattern.append(tokenPattern(token, fresh));
      from = token.end();
    }
    return pattern.append(Pattern.quote(line.substring(from))).toString();
  }

  private String tokenPattern(Matcher token, List<String> fresh) {
    String text = token.group();
    if (token.group("any") != null) {
      return "[^\\n]*?";
    }
    if (token.group("free") != null) {
      return text.matches(TIME) ? TIME : "[\\d dhms]+";
    }
    String known = actual.get(text);
    if (known != null) {
      return Pattern.quote(known);
    }
    int place = fresh.indexOf(text);
    if (place >= 0) {
      return "\\" + (place + 1) + "(?:)";
    }
    fresh.add(text);
    return "(" + form(token) + ")";
  }

  private static String form(Matcher token) {
    if (token.group("uuid") != null) {
      return UUID;
    }
    if (token.group("ticket") != null) {
      return TICKET;
    }
    if (token.group("session") != null) {
      return SESSION;
    }
    if (token.group("cursor") != null) {
      return CURSOR;
    }
    String pod = token.group();
    return Pattern.quote(pod.substring(0, pod.length() - 5)) + "[a-z0-9]{5}";
  }
}
