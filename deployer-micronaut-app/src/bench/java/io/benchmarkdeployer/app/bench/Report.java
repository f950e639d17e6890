package io.benchmarkdeployer.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found, told at once and judged at the end. */
final class Report {
  private final List<String> missed = new ArrayList<>();

  void begin(String what) {
    System.out.println("\n== " + what);
  }

  void say(String format, Object... values) {
    System.out.println("   " + String.format(Locale.ROOT, format, values));
  }

  /** A number that must not be larger. */
  void atMost(double goal, double found, String unit, String what) {
    judge(found <= goal, "≤ ", goal, found, unit, what);
  }

  /** A number that must not be smaller. */
  void atLeast(double goal, double found, String unit, String what) {
    judge(found >= goal, "≥ ", goal, found, unit, what);
  }

  private void judge(
      boolean met, String sign, double goal, double found, String unit, String what) {
    String line =
        String.format(
            Locale.ROOT, "%s: %.3f%s (goal %s%s%s)", what, found, unit, sign, number(goal), unit);
    System.out.println((met ? "ok " : "-- ") + line);
    if (!met) {
      missed.add(line);
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  void fail(String what, Exception why) {
    why.printStackTrace();
    missed.add(what + ": " + why);
  }

  /** Says which goals were missed; how many. */
  int conclude() {
    missed.forEach(line -> System.out.println("MISSED: " + line));
    System.out.println(missed.isEmpty() ? "\nall goals are met" : "");
    return missed.size();
  }
}
