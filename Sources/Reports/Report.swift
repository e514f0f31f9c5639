import Algorithms
