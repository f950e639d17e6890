/** The cluster and terminal ports on Kubernetes, by its Java client. */
@NullMarked
package io.benchmarkdeployer.k8s;

import org.jspecify.annotations.NullMarked;
