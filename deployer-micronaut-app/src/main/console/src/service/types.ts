/** What the service answers: the fields that the console reads, as docs/rest.md names them. */

export type Phase = 'pending' | 'running' | 'completed' | 'failed' | 'deleted' | 'deployed' | 'unknown';

export interface Cause {
  type: string;
  message: string;
  pod: string | null;
  container: string | null;
  exit_code: number | null;
}

export interface Resource {
  api_version: string;
  kind: string;
  name: string;
  namespace: string | null;
  action: string;
  outcome: string;
  reason: string | null;
  uid: string | null;
  status: Phase | null;
  cause: Cause | null;
}

export interface Deployment {
  deployment_id: string;
  resource_name: string;
  resource_type: string;
  namespace: string;
  created_at: string;
  status: Phase;
  /** Where one deployment is asked for: lists and changes come without it. */
  yaml_content?: string;
  active_pods: number | null;
  succeeded_pods: number | null;
  failed_pods: number | null;
  name: string | null;
  state: 'pending' | 'deployed' | 'failed' | 'deleting' | 'deleted';
  cause: Cause | null;
  failure: string | null;
  start_time: string | null;
  completion_time: string | null;
  created_by: string;
  deleted_at: string | null;
  deleted_by: string | null;
  resources: Resource[];
}

export interface DeployAnswer {
  message: string;
  deployment_id: string | null;
  namespace: string;
  resource_type: string;
  resource_name: string;
  dry_run: boolean;
  resources: Resource[];
}

export interface Container {
  name: string;
  image: string;
  init: boolean;
  state: 'waiting' | 'running' | 'terminated';
  reason: string;
  message: string;
  exit_code: number | null;
  restarts: number;
}

export interface Pod {
  name: string;
  phase: string;
  reason: string;
  message: string;
  node: string | null;
  start_time: string | null;
  terminating: boolean;
  containers: Container[];
}

export interface LogCapture {
  pod: string;
  container: string;
  attempt: number;
  state: 'capturing' | 'sealed' | 'gapped' | 'lost';
  reason: string;
  exit_code: number | null;
}

export interface JobStatus {
  job_name: string;
  namespace: string;
  status: Phase;
  start_time: string | null;
  completion_time: string | null;
  active_pods: number;
  succeeded_pods: number;
  failed_pods: number;
  cause: Cause | null;
  pods: Pod[];
  conditions: { type: string; holds: boolean; reason: string; message: string; since: string | null }[];
  logs: { sealed: boolean; whole: boolean; pinned: boolean; captures: LogCapture[] } | null;
}

export interface ClusterEvent {
  timestamp: string | null;
  type: string;
  reason: string;
  message: string;
  object: string;
  count: number;
}

export interface TerminalSession {
  session_id: string;
  job_name: string;
  namespace: string;
  pod_name: string;
  container_name: string;
  shell: string;
  is_active: boolean;
  created_at: string;
  last_activity: string;
  state: 'created' | 'attached' | 'detached' | 'ended';
  owner: string;
  read_only: boolean;
  bytes_in: number;
  bytes_out: number;
  end_reason: string | null;
  end_message: string | null;
  exit_code: number | null;
  ended_at: string | null;
}

export interface ServiceStatus {
  status: 'healthy' | 'degraded' | 'unhealthy';
  kubernetes_version: string | null;
  version: string;
  cluster: 'kubernetes' | 'embedded';
  kubernetes_connected: boolean;
  database_connected: boolean;
  stale: boolean;
  notices: string[];
  warnings: string[];
}

/** Why a request was not answered as asked (RFC 9457). */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  errors: { path: string; message: string; document: number | null; line: number | null; column: number | null }[];
}
