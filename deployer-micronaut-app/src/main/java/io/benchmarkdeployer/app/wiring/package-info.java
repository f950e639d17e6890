/** What the operator has set, and the choice of the adapters by it: nowhere else are they named. */
@NullMarked
package io.benchmarkdeployer.app.wiring;

import org.jspecify.annotations.NullMarked;
