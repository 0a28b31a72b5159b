// MPI's handles, such as the communicator of all ranks, are macros that Swift does not see. What the program needs of
// MPI stands here, a function each. An error in any of them ends the job: that is MPI's default.

#include <mpi.h>
#include <stddef.h>

// Joins the job; calls come from one thread. Returns 0 if MPI cannot do that.
static inline int cmpi_join(void) {
  int level = MPI_THREAD_SINGLE;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
  return level >= MPI_THREAD_FUNNELED;
}

static inline int cmpi_rank(void) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

static inline int cmpi_ranks(void) {
  int ranks = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  return ranks;
}

static inline void cmpi_all_to_all(
    const float *values, const int *counts, const int *places, float *received, const int *receivedCounts,
    const int *receivedPlaces) {
  MPI_Alltoallv(
      values, counts, places, MPI_FLOAT, received, receivedCounts, receivedPlaces, MPI_FLOAT, MPI_COMM_WORLD);
}

static inline void cmpi_all_gather_floats(float *values, const int *counts, const int *places) {
  MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, values, counts, places, MPI_FLOAT, MPI_COMM_WORLD);
}

static inline void cmpi_all_gather_doubles(double *values, int count) {
  MPI_Allgather(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, values, count, MPI_DOUBLE, MPI_COMM_WORLD);
}

static inline void cmpi_all_gather_counts(int *counts) {
  MPI_Allgather(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, counts, 1, MPI_INT, MPI_COMM_WORLD);
}

static inline void cmpi_all_gather_bytes(
    const unsigned char *bytes, int count, unsigned char *received, const int *counts, const int *places) {
  MPI_Allgatherv(bytes, count, MPI_BYTE, received, counts, places, MPI_BYTE, MPI_COMM_WORLD);
}

static inline unsigned cmpi_or(unsigned flags) {
  unsigned agreed = 0;
  MPI_Allreduce(&flags, &agreed, 1, MPI_UNSIGNED, MPI_BOR, MPI_COMM_WORLD);
  return agreed;
}

static inline void cmpi_leave(void) { MPI_Finalize(); }
