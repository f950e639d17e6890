export function DeployPage() {
  return <p>deploy</p>;
}
