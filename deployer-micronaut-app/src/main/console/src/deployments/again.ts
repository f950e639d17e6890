import { openInEditor } from '../deploy/draft';
import { get, segment } from '../service/http';
import type { Deployment } from '../service/types';

/** Opens its manifest in the editor, to be deployed again or changed; lists and changes come without it. */
export async function openAgain(one: Deployment): Promise<void> {
  const { yaml_content = '' } = await get<Deployment>(`deployments/${segment(one.deployment_id)}`);
  openInEditor(yaml_content, one.namespace);
}
