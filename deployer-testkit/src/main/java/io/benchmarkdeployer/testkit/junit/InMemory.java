package io.benchmarkdeployer.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, and what runs before and after each of them, what they ask for by the
 * type of a parameter; made anew for each test and closed after it:
 *
 * <ul>
 *   <li>{@code Deployer}: one on the cluster and the state below, with terminals, not started,
 *   <li>{@code MemoryCluster}, also as {@code ClusterPort}, and its {@code ExecPort},
 *   <li>{@code ScriptedContainers}: what the cluster's containers do, print and answer,
 *   <li>{@code MemoryFaults}: what goes wrong between the cluster and its caller,
 *   <li>{@code MemoryState}, also as {@code StatePort},
 *   <li>{@code ManualClock}: the time of all of them. A test that asks for none, neither itself nor
 *       by a method that runs before or after it, has the system's.
 * </ul>
 *
 * <p>A test that leaves something open fails, and is told what: a follower of a log or of changes,
 * an attachment to a terminal, a terminal of the port, a watch or a log stream of the cluster. One
 * that fails anyhow keeps its own failure.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InMemoryExtension.class)
public @interface InMemory {}
