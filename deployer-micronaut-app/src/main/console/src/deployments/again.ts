import { openInEditor } from '../deploy/draft';
import { get, segment } from '../service/http';
import type { Deployment } from '../service/types';

/** Opens its manifest in the editor, to be deployed again or changed; what is told of changes holds none. */
export async function openAgain(one: Deployment): Promise<void> {
  const yaml = one.yaml_content ?? (await get<Deployment>(`deployments/${segment(one.deployment_id)}`)).yaml_content;
  openInEditor(yaml ?? '', one.namespace);
}
