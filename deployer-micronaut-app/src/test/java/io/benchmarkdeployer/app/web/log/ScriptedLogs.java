package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Logs that follow a script, in the place of the deployer's, by the names of their jobs. */
public final class ScriptedLogs {
  private final Map<String, Supplier<LogFollower>> scripts = new ConcurrentHashMap<>();
  private final Queue<LogQuery> queries = new ConcurrentLinkedQueue<>();

  /** Puts them into an application that has answered nothing yet. */
  public static ScriptedLogs in(ApplicationContext context) {
    var logs = new ScriptedLogs();
    context.registerSingleton(Followers.class, logs::follow);
    return logs;
  }

  public void put(String job, Supplier<LogFollower> script) {
    scripts.put(job, script);
  }

  private LogFollower follow(LogQuery query) {
    queries.add(query);
    Supplier<LogFollower> script = scripts.get(query.job());
    if (script == null) {
      throw new NotFoundException("There is no log of job " + query.job());
    }
    return script.get();
  }

  /** What was asked for of this job, last. */
  public LogQuery lastQuery(String job) {
    return queries.stream()
        .filter(query -> query.job().equals(job))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
