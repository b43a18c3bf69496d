import AEAnalysis
import AENetwork
import Testing

struct LivelyMapsTests {
  @Test func theStrongestMapsComeFirst() {
    let maps = Tensor([4, 1, 2], [1, -1, 0, 0, -3, 0, .infinity, 2])
    #expect(maps.liveliestMaps(4) == [2, 3, 0, 1])
    #expect(maps.liveliestMaps(2) == [2, 3])
    #expect(maps.liveliestMaps(9).count == 4)
  }

  @Test func equalMapsComeInTheirOrder() {
    #expect(Tensor([3, 1, 1], [2, -2, 2]).liveliestMaps(3) == [0, 1, 2])
  }
}
