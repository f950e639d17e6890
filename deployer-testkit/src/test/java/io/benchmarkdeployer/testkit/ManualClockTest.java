package io.benchmarkdeployer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualClockTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final ManualClock clock = new ManualClock(START);
  private final List<String> done = new ArrayList<>();

  @Test
  void timeStandsStillUntilItIsAdvanced() {
    clock.agenda().after(Duration.ZERO, () -> done.add("now"));

    assertThat(clock.instant()).isEqualTo(START);
    assertThat(done).isEmpty();
    clock.settle();
    assertThat(done).containsExactly("now");
  }

  @Test
  void whatIsDueIsDoneInTheOrderOfItsTimesAndThenOfItsAdding() {
    Agenda agenda = clock.agenda();
    agenda.after(Duration.ofSeconds(2), () -> done.add("late"));
    agenda.after(Duration.ofSeconds(1), () -> done.add("first at " + clock.instant()));
    agenda.after(Duration.ofSeconds(1), () -> done.add("second"));
    agenda.after(Duration.ofSeconds(9), () -> done.add("never"));

    clock.advance(Duration.ofSeconds(5));

    assertThat(done).containsExactly("first at 2030-01-01T00:00:01Z", "second", "late");
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void whatIsAddedMeanwhileIsDoneToo() {
    Agenda agenda = clock.agenda();
    agenda.after(
        Duration.ofSeconds(1), () -> agenda.after(Duration.ofSeconds(1), () -> done.add("then")));

    clock.advance(Duration.ofSeconds(2));

    assertThat(done).containsExactly("then");
  }

  @Test
  void aClosedAgendaIsForgottenAndTakesNothingMore() {
    Agenda agenda = clock.agenda();
    agenda.after(Duration.ZERO, () -> done.add("before"));
    agenda.close();
    agenda.after(Duration.ZERO, () -> done.add("after"));

    clock.settle();

    assertThat(done).isEmpty();
  }

  @Test
  void timeCannotBeAdvancedByWhatHappensInIt() {
    clock.agenda().after(Duration.ZERO, clock::settle);

    assertThatThrownBy(clock::settle).isInstanceOf(IllegalStateException.class);
  }
}
