// Files dropped onto a chat.

/** Call receive(files) for files dropped on `node`, which carries the class "dropping" while they hover over it. */
export function receiveDrops(node, receive) {
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const leave = () => {
    depth = 0;
    node.classList.remove("dropping");
  };
  node.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    node.classList.add("dropping");
  });
  node.addEventListener("dragleave", () => {
    depth -= 1;
    if (depth <= 0) leave();
  });
  node.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  node.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    leave();
    receive([...event.dataTransfer.files]);
  });
}
