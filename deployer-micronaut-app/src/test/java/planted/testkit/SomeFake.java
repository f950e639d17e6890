package planted.testkit;

/** Planted: breaks a rule on purpose. */
public interface SomeFake {}
