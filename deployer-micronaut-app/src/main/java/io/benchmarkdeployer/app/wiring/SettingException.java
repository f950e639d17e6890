package io.benchmarkdeployer.app.wiring;

/** A setting that can't be read: the message names the variable and never its value. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SettingException(String variable, String wrong) {
    super(variable + " " + wrong);
  }
}
