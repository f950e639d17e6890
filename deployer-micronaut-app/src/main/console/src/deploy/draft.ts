import { signal } from '@preact/signals';
import { go, link } from '../route';

/** The job of the README. */
export const SAMPLE = `apiVersion: batch/v1
kind: Job
metadata:
  name: test-job
spec:
  template:
    spec:
      containers:
      - name: test
        image: busybox
        imagePullPolicy: IfNotPresent
        command: ['sh', '-c', 'echo hello; sleep 3600']
      restartPolicy: Never
`;

/** What stands in the editor; kept while one looks at other views. */
export const draft = signal({ yaml: SAMPLE, namespace: '' });

export function openInEditor(yaml: string, namespace = ''): void {
  draft.value = { yaml, namespace };
  go(link.deploy);
}
