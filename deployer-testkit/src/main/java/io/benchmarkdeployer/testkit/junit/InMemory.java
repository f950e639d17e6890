package io.benchmarkdeployer.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class what they ask for by the type of a parameter, made anew for each test
 * and closed after it:
 *
 * <ul>
 *   <li>{@code MemoryCluster}, {@code ScriptedContainers}: a cluster and what its containers do,
 *   <li>{@code ExecPort}: the terminals of that cluster,
 *   <li>{@code MemoryState}: a state,
 *   <li>{@code Deployer}: one on these two, not started,
 *   <li>{@code ManualClock}: the time of all of them. Who asks for none has the system's.
 * </ul>
 *
 * <p>A test that leaves a watch, a log stream or a terminal open fails.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InMemoryExtension.class)
public @interface InMemory {}
