package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.app.web.Parameters;
import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.app.web.access.AuditLog;
import io.benchmarkdeployer.app.web.error.MayFail;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.usecase.DeleteManifest;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Deploys, lists and deletes. */
@Controller
@Access(Access.Rule.TOKEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "deployments", description = "Deploying, listing and deleting")
@MayFail
final class DeploymentController {
  private static final int MOST_NAMES = 10;

  private final Deployer deployer;
  private final AuditLog audit;
  private final Clock clock;

  DeploymentController(Deployer deployer, AuditLog audit, Clock clock) {
    this.deployer = deployer;
    this.audit = audit;
    this.clock = clock;
  }

  @Operation(
      summary = "Deploy a manifest",
      description =
          "Deploys all objects of a manifest, or none. With dry_run=true it answers what would"
              + " happen and changes nothing.")
  @ApiResponse(responseCode = "200", description = "Everything is in the cluster and on record.")
  @MayFail.Conflict
  @MayFail.TooLarge
  @MayFail.Refused
  @Post("/deploy")
  DeployAnswer deploy(
      @Body DeployBody body,
      @QueryValue("dry_run")
          @Parameter(
              description = "Whether only to say what would happen.",
              schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
          Optional<String> dryRun,
      @Header("Idempotency-Key")
          @Parameter(
              required = false,
              description =
                  "Your own name for this request: repeated with the same content, it gives the"
                      + " same answer and deploys nothing twice.")
          Optional<String> idempotencyKey,
      @Parameter(hidden = true) Caller caller) {
    DeployRequest request = body.request(caller, idempotencyKey);
    return Parameters.flag("dry_run", dryRun)
        ? DeployAnswer.from(deployer.deploy().dryRun(request), request.label(), clock.instant())
        : DeployAnswer.from(deploy(request));
  }

  private Deployment deploy(DeployRequest request) {
    return audit.around(
        AuditLog.Action.DEPLOY,
        request.caller(),
        Map.of(),
        () -> deployer.deploy().run(request),
        deployment ->
            Map.of(
                "deployment", deployment.id().value(),
                "objects", names(deployment.resources().stream().map(one -> one.ref()).toList())));
  }

  private static String names(List<ResourceRef> refs) {
    String first =
        refs.stream()
            .limit(MOST_NAMES)
            .map(ResourceRef::toString)
            .collect(Collectors.joining(", "));
    int more = refs.size() - MOST_NAMES;
    return more > 0 ? first + " and %d more".formatted(more) : first;
  }

  @Operation(
      summary = "Delete what a manifest names",
      description =
          "Deletes each object that the manifest names; what else it says does not count. A"
              + " deployment all of whose objects are named is deleted with them.")
  @ApiResponse(responseCode = "200", description = "The cluster has taken the deletions up.")
  @MayFail.NotFound
  @MayFail.Conflict
  @Post("/delete")
  DeleteAnswer deleteManifest(@Body DeleteBody body, @Parameter(hidden = true) Caller caller) {
    String yaml = body.yaml();
    DeleteManifest.Deleted deleted =
        audit.around(
            AuditLog.Action.DELETE,
            caller,
            Map.of(),
            () -> deployer.deleteManifest().run(yaml, body.namespace(), caller),
            done -> Map.of("objects", names(done.deleted())));
    return DeleteAnswer.from(deleted, clock.instant());
  }

  @Operation(
      summary = "List deployments",
      description =
          "The deployments on record, newest first, with their last known status; the cluster is"
              + " not asked. Where there are more, a Link header (rel=\"next\") leads to them. A"
              + " page ends early once its manifests come to more than 16 MiB.")
  @ApiResponse(responseCode = "200", description = "The deployments.")
  @Get("/deployments")
  HttpResponse<List<DeploymentView>> listDeployments(@RequestBean ListParameters parameters) {
    DeploymentPage page = deployer.list(parameters.query());
    boolean stale = deployer.isStale();
    var response =
        HttpResponse.ok(
            page.deployments().stream().map(one -> DeploymentView.from(one, stale)).toList());
    page.next()
        .ifPresent(
            cursor ->
                response.header(
                    HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(parameters.next(cursor))));
    return response;
  }

  @Operation(
      summary = "Show one deployment",
      description = "As it is on record, deleted ones too; the cluster is not asked.")
  @ApiResponse(responseCode = "200", description = "The deployment.")
  @MayFail.NotFound
  @Get("/deployments/{deployment_id}")
  DeploymentView showDeployment(
      @PathVariable("deployment_id") @Parameter(description = "The deployment\'s id.")
          String deploymentId) {
    return DeploymentView.from(deployer.deployment(id(deploymentId)), deployer.isStale());
  }

  @Operation(
      summary = "Delete one deployment",
      description = "With all of its objects but those that later deployments took over.")
  @ApiResponse(
      responseCode = "200",
      description = "The cluster has taken the deletions up; state says whether all is gone.")
  @MayFail.NotFound
  @MayFail.Conflict
  @Delete("/deployments/{deployment_id}")
  DeploymentDeletedAnswer deleteDeployment(
      @PathVariable("deployment_id") @Parameter(description = "The deployment\'s id.")
          String deploymentId,
      @Parameter(hidden = true) Caller caller) {
    DeploymentId id = id(deploymentId);
    Deployment deleted =
        audit.around(
            AuditLog.Action.DELETE,
            caller,
            Map.of("deployment", id.value()),
            () -> deployer.deleteDeployment().run(id, caller),
            done -> Map.of("state", done.state().wireName()));
    return DeploymentDeletedAnswer.from(deleted, clock.instant());
  }

  /** What can't be an id is the id of nothing. */
  private static DeploymentId id(String text) {
    if (!DeploymentId.isValid(text)) {
      throw new NotFoundException("There is no deployment of that id: it is not even one");
    }
    return new DeploymentId(text);
  }
}
