import CommandLineKit

extension Vocabulary {
  /// What those type who know other trainers.
  static let otherPrograms = Vocabulary(options: optionEntries + wishes, subcommands: subcommandEntries)

  static let optionEntries = [
    Entry("bs b batch train-batch-size minibatch minibatch-size", mean: "batch-size"),
    Entry("lr lrg lr-g g-lr glr learning-rate-g generator-learning-rate alpha step-size", mean: "learning-rate"),
    Entry("lrd lr-d d-lr dlr learning-rate-d", mean: "discriminator-learning-rate"),
    Entry("b1 momentum adam-beta1 beta betas", mean: "beta1"),
    Entry("b2 adam-beta2", mean: "beta2"),
    Entry("niter n-iter n-epochs num-epochs max-epochs number-of-epochs e ep", mean: "epochs"),
    Entry(
      "max-iter max-iters iter iters iterations num-iterations total-steps num-steps train-steps steps n-steps n-frames "
        + "num-frames interpolation-steps",
      mean: "max-steps steps frames"),
    Entry("nz z zdim latent-dim noise-dim noise-size embedding-size code-size z-size", mean: "latent-size"),
    Entry(
      "ngf ndf nf n-filters num-filters base-width hidden-dim conv-dim g-conv-dim d-conv-dim",
      mean: "base-channels"),
    Entry(
      "dataset=cifar10 dataset=lsun dataset=mnist dataset=imagenet dataset=folder dataset=lfw dataset=fake",
      otherwise:
        "What kind of data set it is, its files tell: '--data DIR' of 'dcgan train' names them, and 'dcgan import' "
        + "makes them from a folder of pictures."),
    Entry("data-root data-dir dataset data-path dataset-path train-dir train-data root d", mean: "data"),
    Entry(
      "outf out-dir output output-dir output-path save-dir save-path result-dir results-dir log-dir checkpoint-dir "
        + "model-dir exp exp-name run-name dest destination target o",
      mean: "out"),
    Entry(
      "netg netd weights pretrained pretrained-model load load-model init ckpt model-path generator network network-pkl "
        + "restore",
      mean: "checkpoint init-from"),
    Entry("model", mean: "checkpoint architecture"),
    Entry("arch net preset backbone a", mean: "architecture architectures"),
    Entry("continue continue-train resume-from resume-path auto-resume", mean: "resume"),
    Entry("manual-seed random-seed rng-seed random-state global-seed", mean: "seed"),
    Entry("workers num-workers n-workers n-cpu num-threads n-threads cpu cpus cores nproc jobs j", mean: "threads"),
    Entry("n num n-images num-images num-samples n-samples number num-fakes", mean: "count"),
    Entry("nrow n-row cols n-col n-cols grid-columns", mean: "columns"),
    Entry("indices ids index", mean: "keys"),
    Entry("upscale zoom enlarge", mean: "scale"),
    Entry("rgb color coloured colored rgb-images", mean: "colour"),
    Entry("gray grayscale greyscale mono monochrome to-gray", mean: "grey"),
    Entry(
      "split val-split test-split validation-split val-share test-size val-size holdout", mean: "test-share hold-out"),
    Entry(
      "crop center-crop centre-crop pad letterbox stretch aspect aspect-ratio keep-aspect", mean: "fit",
      otherwise:
        "Images are trained on as they are; 'dcgan import' cuts pictures to one size, with '--size' and '--fit'."),
    Entry("bg background-color fill fill-color", mean: "background"),
    Entry("append update merge", mean: "add"),
    Entry("flip hflip random-flip mirror mirror-augment augmentation aug", mean: "augment"),
    Entry("gamma r1-gamma gp-weight lambda-gp gradient-penalty", mean: "r1"),
    Entry("cosine cosine-annealing", mean: "schedule"),
    Entry("ttur", mean: "discriminator-learning-rate"),
    Entry("unlabeled unlabelled no-labels ignore-classes flat", mean: "no-classes"),
    Entry("channels-first nchw chw channels-last nhwc hwc", mean: "channels"),
    Entry("rotate swap-axes fix-orientation", mean: "transpose"),
    Entry("fid metrics metric eval eval-every eval-interval eval-freq early-stopping patience", mean: "evaluate-every"),
    Entry("trunc truncation-psi psi", mean: "truncation"),
    Entry("ema use-ema ema-decay ema-kimg ema-half-life ema-beta", mean: "average-half-life weights"),
    Entry("scheduler lr-schedule lr-scheduler lr-policy lr-decay decay-policy", mean: "schedule"),
    Entry("niter-decay n-epochs-decay decay-epochs lr-decay-epochs", mean: "schedule-epochs"),
    Entry("warmup warmup-steps lr-warmup num-warmup-steps", mean: "warm-up"),
    Entry("topk top-k k", mean: "top-fakes"),
    Entry(
      "accumulate accumulation-steps gradient-accumulation-steps grad-accum-steps micro-batch-size microbatches",
      mean: "shards"),
    Entry("save-every save-interval save-freq save-epoch-freq checkpoint-interval", mean: "checkpoint-every"),
    Entry("sample-interval sample-freq display-freq image-every vis-every", mean: "sample-every"),
    Entry("log-interval log-freq print-freq print-every display-interval", mean: "log-every"),
    Entry("yes y replace force overwrite", mean: "overwrite force"),
    Entry("gan-mode gan-loss loss-type criterion adversarial-loss", mean: "loss"),
    Entry("timeout time-limit max-hours", mean: "max-time"),
    Entry("max-images subset num-train max-samples", mean: "limit"),
    Entry("silent no-progress", mean: "quiet"),
    Entry("img picture", mean: "image"),
    Entry(
      "image-size im-size img-size resolution crop-size load-size size resize height width",
      mean: "image-size size",
      otherwise: "The networks are made to the size of the images in the data set; 'dcgan import' makes one of another "
        + "size from pictures, with '--size'."),
    Entry(
      "channels nc image-channels input-nc output-nc", mean: "channels",
      otherwise:
        "The networks are made to the channels of the images in the data set; 'dcgan import' makes grey images "
        + "with '--grey'."),
  ]

  /// What there is not, and what to do instead.
  static let wishes = [
    Entry(
      "gpu gpus gpu-id gpu-ids ngpu num-gpus use-gpu cuda use-cuda no-cuda device devices mps rocm tpu accelerator accel",
      otherwise: "This program computes on the processor alone, with all its vector units; '--threads' says how many "
        + "processors work, by default all."),
    Entry(
      "fp16 half amp use-amp bf16 bfloat16 mixed-precision precision dtype tf32 autocast float16 fp32 float32 double",
      otherwise: "All numbers are float32, so that the same seed gives the same bytes on every machine; '--isa' and "
        + "'--threads' change the speed."),
    Entry(
      "compile jit torch-compile cudnn-benchmark deterministic",
      otherwise:
        "There is nothing to switch on: the fastest kernels of the processor are taken, and the same seed always "
        + "gives the same bytes."),
    Entry(
      "wandb visdom use-wandb mlflow",
      otherwise: "Every logged step is a line of JSON in metrics.jsonl of the run directory, for any program to read."),
    Entry("tb tensor-board use-tensorboard logdir tb-logdir", mean: "tensorboard"),
    Entry(
      "local-rank world-size distributed dist ddp nodes master-port",
      otherwise: "One process trains on one machine; '--threads' says how many of its processors work."),
    Entry(
      "input in source src inputs", mean: "image data checkpoint",
      otherwise: "What is read stands without an option: dcgan import SOURCE --out DIR"),
    Entry(
      "recursive recurse r",
      otherwise: "Sub-directories are always looked into; they are classes, unless '--no-classes' is given."),
    Entry(
      "normalize normalise mean std rescale",
      otherwise: "Bytes always become numbers from -1 to 1; 'dcgan import' has '--range' for arrays of other numbers."),
    Entry(
      "shuffle no-shuffle drop-last",
      otherwise: "Every epoch has its own random order, by '--seed', and drops its last, incomplete batch."),
    Entry(
      "cfg config-file opts yaml", mean: "config",
      otherwise: "All settings are options, and a run remembers its own: '--resume' goes on with them."),
    Entry(
      "dry-run dryrun debug fast-dev-run sanity-check",
      otherwise: "'--max-steps 1' trains a single step, and 'dcgan bench' tells what an architecture costs."),
    Entry(
      "spectral-norm spectral sn use-sn",
      otherwise: "That belongs to the networks: '--architecture spectral28', or a file of your own with such layers."),
    Entry(
      "n-critic critic-iters d-steps num-d-steps clip-value weight-clip",
      otherwise: "Each step trains both networks once, without clipping; '--loss' and '--r1' are what else can be set."),
    Entry(
      "dropout drop-rate",
      otherwise: "No layer drops values; '--augment' and '--label-smoothing' keep a discriminator from winning."),
    Entry(
      "kimg total-kimg",
      otherwise: "'--epochs' counts passes over the data, '--max-steps' batches."),
    Entry(
      "num-classes n-classes n-class nb-classes class-num",
      otherwise: "The classes are counted in the labels of the data set; '--conditional' of 'dcgan train' goes by them."
    ),
    Entry(
      "classes",
      otherwise:
        "All images of a data set are learnt from; to have those of some classes alone, import a folder of their "
        + "pictures by 'dcgan import'."),
    Entry(
      "conditional cond class-cond class-conditional cgan cond-gan labels use-labels with-labels label-embedding "
        + "label class-idx class-id category",
      mean: "conditional class",
      otherwise:
        "Networks are told classes by 'dcgan train --conditional', and such a model draws one by 'dcgan sample --class "
        + "NAME'."),
    Entry(
      "gradient-accumulation accumulate-grad grad-accum accumulation-steps",
      otherwise: "'--batch-size' may be as large as memory allows; a step's memory is told before it begins."),
    Entry(
      "optimizer optimiser optim opt weight-decay wd",
      otherwise: "The optimiser is Adam, with '--learning-rate', '--beta1' and '--beta2'."),
  ]
}

extension Vocabulary {
  static let subcommandEntries = [
    Entry(
      "generate gen draw infer inference predict synth synthesize synthesise create images make samples",
      mean: "sample"),
    Entry("eval test score fid kid metrics validate val judge rate", mean: "evaluate"),
    Entry("fit run start learn training", mean: "train"),
    Entry("convert prepare preprocess load dataset data", mean: "import"),
    Entry("info describe summary details view dump stat stats", mean: "inspect"),
    Entry("models presets arch archs networks", mean: "architectures"),
    Entry("configs configurations settings", mean: "recipes"),
    Entry("benchmark speed profile perf", mean: "bench"),
    Entry("diff versus vs", mean: "compare"),
    Entry("gridsearch grid-search tune search hyperparameters multirun", mean: "sweep"),
    Entry("display look preview", mean: "show"),
    Entry("invert inversion encode reconstruct", mean: "project"),
    Entry("fill complete repair", mean: "inpaint"),
    Entry("morph walk lerp slerp video animate", mean: "interpolate"),
    Entry("edit translate transfer", mean: "restyle"),
    Entry("usage man docs", mean: "help"),
    Entry("resume continue", otherwise: "A run goes on with: dcgan train --resume RUN"),
    Entry("finetune", otherwise: "A run begins with the networks of another by: dcgan train --init-from RUN"),
    Entry("version", otherwise: "Did you mean '--version'?"),
    Entry("save onnx", mean: "export"),
    Entry("list ls status history log logs monitor", mean: "runs"),
    Entry("graph curves losses chart visualize visualise", mean: "plot"),
    Entry("gif animation progress time-lapse", mean: "timelapse"),
    Entry("grid", mean: "sample"),
    Entry(
      "download fetch",
      otherwise: "scripts/data/fetch-fashion-mnist.sh fetches Fashion-MNIST; a small data set comes along in data/tiny."
    ),
  ]
}
