const general = `Latent Loom paints pictures from workflows.

  loom serve                       the editor and the API, at http://127.0.0.1:4870
  loom run GRAPH.json              run a workflow and write its pictures
  loom validate GRAPH.json         say what is wrong with a workflow
  loom nodes                       the node types there are
  loom models ls                   the models there are
  loom models inspect NAME|FILE    what is known of one
  loom models pull URL             fetch one, also hf:owner/repo
  loom devices                     what models can compute on here, and why not on the rest

  loom COMMAND --help              the options of a command

Exit codes: 0 done, 1 it failed, 2 something given was wrong, 130 stopped by Ctrl+C.
Results go to stdout, progress and problems to stderr.`

const places = `  --data DIR          where runs, pictures and workflows are kept  (~/.latent-loom, or LOOM_DATA)
  --models DIR        a folder with models; may be given several times
  --library MODULE    take the node types from this module`

const serve = `loom serve [options]

  --port N            (4870; 0 takes a free one)
  --host ADDRESS      (127.0.0.1) any other needs a token
  --token TOKEN       what callers must show, 16 characters or more  (or LOOM_TOKEN)
  --allow-host NAME   a name besides its addresses under which it may be called; several times
  --device DEVICE     auto, cpu, cuda, webgpu, dml or coreml
  --memory MB         (half of the machine's) models stay open while their weights fit into this
  --cache DIR         where weights in other precisions are kept  (cache in the data folder, or LOOM_CACHE)
  --prepack MB        (0: off) large models are kept in --cache as the processor wants them, and load in a quarter of the time and a
                      tenth of the memory; Stable Diffusion 1.5 takes 5500 MB of disk. What was not used for longest goes first
  --keep MB           (1024) memory for what edits take of their source, so that the next edit of it is faster
  --previews HOW      (auto) how previews of steps are made: decoder (a small one, where there is one), linear or off;
                      auto takes the decoder as often as it costs hardly any time
  --keep-runs N       (1000) of older runs only their pictures and workflows are kept
  --log LEVEL         (warn) debug, info, warn, error or silent; as JSON lines on stderr
${places}`

const run = `loom run GRAPH.json [options]

  --set node.input=value   change an input first; may be given several times; a picture by its file name
  --out FILE|DIR           where the pictures go: a .png, .webp or .jpg file, or a folder  (the current folder)
  --json                   print the result as JSON instead of the names of the pictures
  --device DEVICE          auto, cpu, cuda, webgpu, dml or coreml
  --memory MB              (half of the machine's) models stay open while their weights fit into this
  --cache DIR              where weights in other precisions are kept  (cache in the data folder, or LOOM_CACHE)
  --prepack MB             (0: off) what large models laid out for the processor may take there; see loom serve --help
${places}

Example: loom run graphs/text-to-image.json --set prompt.text="a dog reading in a forest" --out dog.png`

const validate = `loom validate GRAPH.json [--json] [options]

Says every problem of a workflow, also in nodes that nothing needs. Exits with 2 when there is one.

${places}`

const nodes = `loom nodes [--json] [options]

${places}`

const models = `loom models ls [--json] [options]
loom models inspect NAME|FILE [--json] [options]
loom models pull https://…|hf:owner/repo|hf:owner/repo:FILE [options]

pull fetches a file, or a diffusers folder of Hugging Face, into the first --models folder or into models/ of the data folder.
Run it again after a break: it goes on where it was. A proxy is taken from https_proxy or all_proxy.

${places}`

const devices = `loom devices [--json]

Tries every device. Says which work, in which precision they compute by themselves, which one --device auto takes,
and what a device that does not work needs.`

const pages: Record<string, string> = { serve, run, validate, nodes, models, devices }

export const help = (command?: string): string => (command && pages[command]) || general
