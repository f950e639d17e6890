package planted.app.web;

/** Planted: breaks a rule on purpose. */
public final class Waits {
  public synchronized void untilSomethingHappens() {}
}
