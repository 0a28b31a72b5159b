import Testing

@testable import Communication

/// How a process finds out that it is one of several.
struct JobTests {
  @Test(
    arguments: [
      ([:], 1), (["OMPI_COMM_WORLD_SIZE": "4"], 4), (["PMI_SIZE": "2", "PMI_RANK": "1"], 2), (["PMI_SIZE": "1"], 1),
      (["SLURM_STEP_NUM_TASKS": "8", "SLURM_NTASKS": "8"], 8), (["SLURM_NTASKS": "8"], 1), (["PMI_SIZE": "many"], 1),
      (["PMI_SIZE": "0"], 1), (["PMI_SIZE": "-3"], 1),
      (["MPI_LOCALNRANKS": "2"], 2),
    ] as [([String: String], Int)])
  func theLauncherTellsIt(environment: [String: String], count: Int) {
    #expect(Job.processCount(environment) == count)
  }
}
